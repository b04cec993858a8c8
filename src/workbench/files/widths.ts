/**
 * Column widths: a file counts characters of the default font, the Office API points. A character of Calibri 11 is 7 pixels
 * wide, and a file's width includes the 5 pixels of padding. Source: ECMA-376 part 1, 18.3.1.13.
 */
const pixelsACharacter = 7;
const pointsAPixel = 0.75;

export const charactersOf = (points: number): number => Math.round((points / pointsAPixel / pixelsACharacter) * 256) / 256;

/** To the pixel, as Excel rounds. */
export const pointsOf = (characters: number): number => Math.round(characters * pixelsACharacter) * pointsAPixel;
