/** PostgreSQL's text of an instant, such as "2026-11-21 09:30:00.123456+00", as ISO 8601 in UTC with milliseconds. */
export const instantText = (text: string): string => new Date(text.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00")).toISOString();
