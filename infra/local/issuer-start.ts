import type { Issuer, IssuerOptions } from './issuer.ts';

/**
 * Loads oidc-provider and makes the issuer. On Node 20 the package warns once, at its import, that it wants Node 22: its
 * tests here run on Node 20 and it serves one machine only, so that line, and no other, is left out.
 */
export async function startIssuer(options: IssuerOptions): Promise<Issuer> {
  const { warn } = console;
  console.warn = (...said: unknown[]) => {
    if (!String(said[0]).includes('oidc-provider WARNING: Unsupported runtime.')) warn(...said);
  };
  try {
    const { createIssuer } = await import('./issuer.ts');
    return createIssuer(options);
  } finally {
    console.warn = warn;
  }
}
