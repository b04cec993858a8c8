import { odds, type Rng } from "./rng";

/**
 * Towns with a postcode area of their own and a telephone range that Ofcom reserves for drama: numbers that look real
 * and reach nobody. Towns without a range of their own use 01632, the area code that belongs to no town.
 */
export type Town = {
  readonly name: string;
  readonly county: string;
  /** Postcode area and how many districts it has. */
  readonly postcode: readonly [area: string, districts: number];
  /** Dialling code without its leading 0, and the fixed start of the reserved numbers. */
  readonly telephone: readonly [areaCode: string, start: string];
};

const reserved = {
  london: ["20", "7946 0"],
  leeds: ["113", "496 0"],
  sheffield: ["114", "496 0"],
  nottingham: ["115", "496 0"],
  leicester: ["116", "496 0"],
  bristol: ["117", "496 0"],
  reading: ["118", "496 0"],
  birmingham: ["121", "496 0"],
  edinburgh: ["131", "496 0"],
  glasgow: ["141", "496 0"],
  liverpool: ["151", "496 0"],
  manchester: ["161", "496 0"],
  tyneside: ["191", "498 0"],
  cardiff: ["29", "2018 0"],
  belfast: ["28", "9649 6"],
  nowhere: ["1632", "960"],
} as const satisfies Record<string, Town["telephone"]>;

const town = (name: string, county: string, area: string, districts: number, range: keyof typeof reserved = "nowhere"): Town => ({
  name,
  county,
  postcode: [area, districts],
  telephone: reserved[range],
});

export const towns: readonly Town[] = [
  town("Newcastle upon Tyne", "Tyne and Wear", "NE", 20, "tyneside"),
  town("Gateshead", "Tyne and Wear", "NE", 11, "tyneside"),
  town("Sunderland", "Tyne and Wear", "SR", 6, "tyneside"),
  town("Durham", "County Durham", "DH", 9, "tyneside"),
  town("Leeds", "West Yorkshire", "LS", 29, "leeds"),
  town("Sheffield", "South Yorkshire", "S", 36, "sheffield"),
  town("Nottingham", "Nottinghamshire", "NG", 25, "nottingham"),
  town("Leicester", "Leicestershire", "LE", 19, "leicester"),
  town("Bristol", "Bristol", "BS", 16, "bristol"),
  town("Reading", "Berkshire", "RG", 10, "reading"),
  town("Birmingham", "West Midlands", "B", 38, "birmingham"),
  town("Solihull", "West Midlands", "B", 94, "birmingham"),
  town("Edinburgh", "Midlothian", "EH", 17, "edinburgh"),
  town("Glasgow", "Lanarkshire", "G", 46, "glasgow"),
  town("Liverpool", "Merseyside", "L", 28, "liverpool"),
  town("Manchester", "Greater Manchester", "M", 35, "manchester"),
  town("Salford", "Greater Manchester", "M", 7, "manchester"),
  town("Cardiff", "South Glamorgan", "CF", 24, "cardiff"),
  town("Belfast", "County Antrim", "BT", 17, "belfast"),
  town("London", "Greater London", "SE", 28, "london"),
  town("Croydon", "Surrey", "CR", 9, "london"),
  town("Bromley", "Kent", "BR", 8, "london"),
  town("Harrow", "Middlesex", "HA", 9, "london"),
  town("York", "North Yorkshire", "YO", 32),
  town("Hull", "East Yorkshire", "HU", 17),
  town("Bradford", "West Yorkshire", "BD", 20),
  town("Preston", "Lancashire", "PR", 9),
  town("Carlisle", "Cumbria", "CA", 28),
  town("Derby", "Derbyshire", "DE", 24),
  town("Stoke-on-Trent", "Staffordshire", "ST", 16),
  town("Lincoln", "Lincolnshire", "LN", 13),
  town("Norwich", "Norfolk", "NR", 34),
  town("Ipswich", "Suffolk", "IP", 20),
  town("Cambridge", "Cambridgeshire", "CB", 11),
  town("Oxford", "Oxfordshire", "OX", 20),
  town("Milton Keynes", "Buckinghamshire", "MK", 19),
  town("Gloucester", "Gloucestershire", "GL", 20),
  town("Worcester", "Worcestershire", "WR", 15),
  town("Hereford", "Herefordshire", "HR", 9),
  town("Shrewsbury", "Shropshire", "SY", 16),
  town("Bath", "Somerset", "BA", 16),
  town("Taunton", "Somerset", "TA", 24),
  town("Exeter", "Devon", "EX", 24),
  town("Plymouth", "Devon", "PL", 21),
  town("Truro", "Cornwall", "TR", 20),
  town("Southampton", "Hampshire", "SO", 24),
  town("Portsmouth", "Hampshire", "PO", 16),
  town("Brighton", "East Sussex", "BN", 27),
  town("Canterbury", "Kent", "CT", 21),
  town("Swansea", "West Glamorgan", "SA", 20),
  town("Wrexham", "Clwyd", "LL", 20),
  town("Aberdeen", "Aberdeenshire", "AB", 25),
  town("Dundee", "Angus", "DD", 11),
  town("Inverness", "Inverness-shire", "IV", 20),
  town("Perth", "Perthshire", "PH", 20),
];

/** Royal Mail uses none of C I K M O V in the last two letters. */
const inward = "ABDEFGHJLNPQRSTUWXYZ";

export const postcodeIn = (place: Town, rng: Rng): string => {
  const [area, districts] = place.postcode;
  return `${area}${rng.between(1, districts)} ${rng.int(10)}${inward[rng.int(inward.length)]}${inward[rng.int(inward.length)]}`;
};

/** Dialling code without its 0, and a subscriber number from the reserved range, digits only. */
export type TelephoneNumber = { readonly areaCode: string; readonly subscriber: string };

export const telephoneIn = (place: Town, rng: Rng): TelephoneNumber => ({
  areaCode: place.telephone[0],
  subscriber: place.telephone[1].replace(" ", "") + `${rng.int(1000)}`.padStart(3, "0"),
});

export const mobileNumber = (rng: Rng): TelephoneNumber => ({ areaCode: "7700", subscriber: `900${String(rng.int(1000)).padStart(3, "0")}` });

const split = ({ subscriber }: TelephoneNumber): string => (subscriber.length === 6 ? subscriber : `${subscriber.slice(0, -4)} ${subscriber.slice(-4)}`);
const keyings = odds<(number: TelephoneNumber) => string>(
  [7, (number) => `0${number.areaCode} ${split(number)}`],
  [2, (number) => `0${number.areaCode}${number.subscriber}`],
  [1, (number) => `+44 ${number.areaCode} ${split(number)}`],
);

/** As people write it: usually with spaces, sometimes without, sometimes for callers abroad. */
export const writtenTelephone = (number: TelephoneNumber, rng: Rng): string => rng.draw(keyings)(number);
