/** When a comparison with Sage's ledger is due that nobody asks for: once a night, when few people work and Sage is not asked for much else. Pure. */
const hour = 2;
const day = 24 * 60 * 60 * 1000;

/** The last time that it was two in the morning, UTC. */
export const lastNight = (now: Date): Date => {
  const tonight = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate(), hour);
  return new Date(tonight <= now.getTime() ? tonight : tonight - day);
};
