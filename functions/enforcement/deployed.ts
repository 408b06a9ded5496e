import { readConfig } from '../../shared/config.ts';
import { serviceFromEnvironment } from '../../shared/service.ts';
import type { EnforcementService } from './service.ts';

/** Enforcement as deployed. @throws when the secret is missing: with another one no excluded subject would be found */
export function enforcementFromEnvironment(): EnforcementService {
  const { SHUQI_PSEUDONYM_SECRET } = readConfig();
  if (!SHUQI_PSEUDONYM_SECRET) throw new Error('enforcement needs SHUQI_PSEUDONYM_SECRET, the same as the gate has');
  return { ...serviceFromEnvironment(), master: Buffer.from(SHUQI_PSEUDONYM_SECRET, 'hex') };
}
