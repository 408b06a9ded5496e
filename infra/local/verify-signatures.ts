import type { ProvenEvent, VerifiedCertificate } from '../../shared/ledger/certified.ts';
import type { Json } from '../../shared/ledger/leaf.ts';
import { type Assertion, assertion, type Proven, signatureProves } from '../../shared/store/signed-text.ts';

/** One signature over an agreement's text, as its certificate shows it. `undefined`: what proves it is not shown. */
export interface CheckedSignature {
  readonly event: number;
  readonly textHash: string;
  readonly proven: Proven | 'wrong' | undefined;
}

/** Checks every signature that a certificate of an agreement carries, with the key that stands in it. */
export function signaturesIn({ about, events }: Pick<VerifiedCertificate, 'about' | 'events'>): CheckedSignature[] {
  if (about.kind !== 'agreement') return [];
  return events.flatMap((event, index) => {
    const textHash = textOf(event, '/data/signature/textHash');
    return textHash === undefined ? [] : [{ event: index, textHash, proven: provenBy(event, textHash) }];
  });
}

/** A text that both sides signed, by the entry that completed it. */
export interface AgreedText {
  readonly event: number;
  readonly textHash: string;
}

/** In their order. A proposal begins anew: a signature that was withdrawn or lapsed before it counts for nothing. */
export function agreedTexts({ about, events }: Pick<VerifiedCertificate, 'about' | 'events'>): AgreedText[] {
  const checked = new Map(signaturesIn({ about, events }).map((one) => [one.event, one]));
  const agreed: AgreedText[] = [];
  let sides = new Set<string>();
  for (const [index, event] of events.entries()) {
    if (event.type === 'proposed' || event.type === 'amendment-proposed') sides = new Set();
    const { textHash, proven } = checked.get(index) ?? {};
    const side = textOf(event, '/data/signature/side');
    if (textHash === undefined || !proven || proven === 'wrong' || side === undefined) continue;
    sides.add(`${textHash} ${side}`);
    if (['grantor', 'operator'].every((one) => sides.has(`${textHash} ${one}`)))
      agreed.push({ event: index, textHash });
  }
  return agreed;
}

function provenBy(event: ProvenEvent, textHash: string): CheckedSignature['proven'] {
  const [key, jws, passkey] = [
    textOf(event, '/data/signature/key'),
    textOf(event, '/data/signature/jws'),
    passkeyOf(event),
  ];
  if (key === undefined || (jws === undefined && passkey === undefined)) return undefined;
  return signatureProves({ textHash, key, jws, passkey }) ?? 'wrong';
}

function passkeyOf({ fields }: ProvenEvent): Assertion | undefined {
  const under = (prefix: string) =>
    Object.fromEntries(
      Array.from(fields, ([path, value]): [string, Json] => [path, value])
        .filter(([path]) => path.startsWith(prefix) && !path.slice(prefix.length).includes('/'))
        .map(([path, value]) => [path.slice(prefix.length), value]),
    );
  const own = '/data/signature/passkey/';
  return assertion.safeParse({ ...under(own), jwk: under(`${own}jwk/`) }).data;
}

function textOf({ fields }: ProvenEvent, path: string): string | undefined {
  const value = fields.get(path);
  return typeof value === 'string' ? value : undefined;
}
