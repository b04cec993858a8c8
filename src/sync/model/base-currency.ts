/** ISO code of the currency that every company keeps its books in: Sage 200's UK editions keep them in sterling, and a company of another base currency is not supported yet. */
export const baseCurrency = "GBP";
