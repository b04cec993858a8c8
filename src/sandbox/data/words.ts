/** Words that British company and personal names are made of. */
const list = (text: string): readonly string[] => text.trim().split(/\s*,\s*/);

export const surnames = list(`Smith, Jones, Taylor, Brown, Williams, Wilson, Johnson, Davies, Patel, Robinson, Wright, Thompson, Evans, Walker, White,
  Roberts, Green, Hall, Wood, Jackson, Clarke, Khan, Hughes, Edwards, Hill, Moore, Clark, Harrison, Scott, Young, Morris, Ward, Turner, Carter, Phillips,
  Mitchell, Campbell, Anderson, Allen, Cook, Bailey, Parker, Miller, Shaw, Begum, Price, Watson, Griffiths, Marshall, Simpson, Bennett, Hussain, Richardson,
  Murphy, Foster, Rogers, Chapman, Mason, Webb, Hunt, Mills, Holmes, Palmer, Matthews, Gibson, Fisher, Barnes, Knight, Harvey, Butler, Jenkins, Barker,
  Stevens, Pearson, Powell, Fletcher, Dixon, Andrews, Fox, Ellis, Reynolds, Ford, Saunders, Payne, Pearce, West, Brooks, Gray, Lawrence, Reid, Stewart,
  Murray, Graham, Hamilton, Wallace, Sutherland, Nair, Sharma, Okafor, Adeyemi, Kowalski, Nowak, Chowdhury, Fernandes, O'Brien, O'Neill, McDonald, McKenzie,
  MacLeod, Fairbairn, Hetherington, Ramsbottom, Entwistle, Ackroyd, Oldroyd, Sugden, Thwaite, Postlethwaite, Armitage, Beaumont, Cavendish, Dalrymple,
  Featherstone, Goodall, Hargreaves, Illingworth, Jessop, Kershaw, Lockwood, Metcalfe, Norris, Ormerod, Pickering, Quayle, Ridley, Stanhope, Trevelyan,
  Underhill, Varley, Whittaker, Yardley, Zaman, Booth, Cooke, Drew, Eccles, Frost, Gale, Holt`);

export const firstNames = list(`Oliver, George, Harry, Jack, Jacob, Charlie, Thomas, Oscar, William, James, Amelia, Olivia, Emily, Isla, Ava, Jessica,
  Ella, Sophie, Mia, Grace, Priya, Aisha, Fatima, Zainab, Mohammed, Arjun, Chidi, Ngozi, Agnieszka, Piotr, Siân, Rhys, Gareth, Catrin, Fiona, Hamish,
  Eilidh, Callum, Niamh, Ciarán, Zoë, Chloë, Susan, Margaret, Janet, Christine, Linda, Karen, Helen, Peter, Alan, Keith, Colin, Brian, Graham, Stuart,
  Derek, Malcolm, Ruth, Hannah, Rebecca, Daniel, Matthew, Simon, Andrew, Nicola, Tracey, Wayne, Darren, Lee`);

export const places = list(`Northwick, Ashford, Barton, Beckford, Blackwater, Bramley, Bridgend, Brookfield, Burnside, Calder, Carrow, Castleford, Chatsworth,
  Clifton, Coniston, Cotswold, Derwent, Eastgate, Eden Valley, Ellesmere, Fairfield, Fenland, Forth, Glenmore, Grange Park, Greenwich, Hadrian, Hallam,
  Hampton, Harbour, Hartley, Highgate, Holborn, Humber, Ings Lane, Ironbridge, Kelvin, Kennet, Kingsway, Lakeland, Lambourn, Langdale, Lomond, Lowther,
  Malvern, Marlborough, Medway, Mersey, Millbrook, Mendip, Moorgate, Newbridge, Norfolk, Northgate, Oakham, Orwell, Pennine, Pentland, Portland, Quayside,
  Queensway, Redhill, Ribble, Riverside, Rushton, Saltaire, Severn, Sherwood, Solent, Somerset, Southgate, Spencer Street, Stour, Strathclyde, Sussex,
  Swale, Tamar, Tay, Tees, Thames, Trent, Trinity, Tyne, Vale, Victoria, Wansbeck, Wear, Wessex, Westgate, Wharfe, Whitby, Windermere, Wolds, Wye, Wyre`);

export const trades = list(`Engineering, Electrical, Electrical Wholesale, Plumbing, Heating, Roofing, Joinery, Construction, Building Services, Civil Engineering,
  Fabrications, Steel, Castings, Tooling, Plastics, Packaging, Print, Signs, Textiles, Upholstery, Furniture, Kitchens, Bathrooms, Interiors, Flooring, Glazing,
  Windows, Garage Doors, Fencing, Landscapes, Garden Centre, Farms, Dairies, Bakery, Butchers, Foods, Brewery, Wines, Catering, Events, Hotels, Leisure,
  Caravans, Cycles, Motors, Autoparts, Tyres, Coaches, Haulage, Logistics, Removals, Storage, Freight, Marine, Chandlery, Fisheries, Timber, Aggregates,
  Quarries, Waste Management, Recycling, Drainage, Cleaning, Laundry, Security, Locksmiths, Fire Protection, Alarms, Telecoms, Networks, Computers, Software,
  Systems, Data, Media, Marketing, Design, Studios, Architects, Surveyors, Estates, Lettings, Property, Accountants, Solicitors, Recruitment, Training,
  Care Homes, Dental, Opticians, Pharmacy, Veterinary, Medical Supplies, Laboratories, Instruments, Controls, Automation, Hydraulics, Pumps, Valves, Bearings,
  Fasteners, Paints, Chemicals, Lighting, Solar, Energy, Environmental, Ceramics, Jewellers, Toys, Sports, Books, Stationery, Office Supplies`);

export const marks = list(`Apex, Atlas, Beacon, Bluebird, Cobalt, Compass, Copper, Crown, Delta, Eagle, Elm, Falcon, First, Fusion, Granite, Harrier, Horizon,
  Ivory, Juniper, Keystone, Kite, Lantern, Lark, Linnet, Lion, Magnet, Meridian, Merlin, Oak, Orchard, Osprey, Otter, Paragon, Phoenix, Pilot, Pinnacle,
  Premier, Prime, Quill, Raven, Regal, Robin, Rook, Rowan, Sable, Saltire, Sentinel, Shire, Spire, Sterling, Summit, Swift, Sycamore, Tern, Thistle, Titan,
  Topaz, Union, Vanguard, Vector, Willow, Wren, Yew, Zenith`);
