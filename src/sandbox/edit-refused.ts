/** There is nothing to edit, or what was asked cannot be held. Whoever asked made a mistake, so it is thrown. */
export class EditRefused extends Error {}
