import { ringing, sequencerFromEnvironment } from './deployed.ts';

export const handler = ringing(sequencerFromEnvironment);
