import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import type { Text } from '../../shared/law/roles.ts';

/** Where a webhook goes, resolved: the connection is made to this address and to no other. */
export interface Destination {
  readonly url: URL;
  readonly address: string;
  readonly family: 4 | 6;
}

const MAX_URL = 1_000;

/** Why an address cannot be subscribed, before any name is looked up; `undefined` when it can. */
export function addressDefect(text: string, loopback: boolean): Text | undefined {
  if (!URL.canParse(text) || text.length > MAX_URL) return wrong.form;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || url.hash !== '') return wrong.form;
  const literal = literalOf(url);
  if (loopback && url.protocol === 'http:' && literal !== undefined && isLoopback(literal)) return undefined;
  if (url.protocol !== 'https:') return wrong.scheme;
  return literal !== undefined && !isPublic(literal, loopback) ? wrong.inside : undefined;
}

/**
 * Looks the name up and answers with an address that may be sent to. Every address of the name must be public: a name
 * that points inside as well is not ours to choose from. The caller connects to the answer, so that the name cannot
 * change in between. Resolves with the reason when it cannot be sent to.
 */
export async function destinationOf(text: string, loopback: boolean): Promise<Destination | Text> {
  const defect = addressDefect(text, loopback);
  if (defect) return defect;
  const url = new URL(text);
  const found = await lookup(literalOf(url) ?? url.hostname, { all: true, verbatim: true }).catch(() => []);
  const [first] = found;
  if (!first) return wrong.unknown;
  if (found.some(({ address }) => !isPublic(address, loopback))) return wrong.inside;
  return { url, address: first.address, family: first.family === 6 ? 6 : 4 };
}

/** The host when it is an address itself, `[…]` taken off. */
function literalOf({ hostname }: URL): string | undefined {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(bare) === 0 ? undefined : bare;
}

/** Everything that is not the public internet. @see RFC 6890 */
const inside = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  inside.addSubnet(net, prefix, 'ipv4');
}
/** Of IPv6 only global unicast is public, without what carries IPv4 inside it or documents. */
const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');
const hollow6 = new BlockList();
for (const [net, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  hollow6.addSubnet(net, prefix, 'ipv6');
}

const isLoopback = (address: string): boolean => address === '::1' || /^127\./.test(address);

export function isPublic(address: string, loopback: boolean): boolean {
  if (loopback && isLoopback(address)) return true;
  if (isIP(address) === 4) return !inside.check(address, 'ipv4');
  return isIP(address) === 6 && global6.check(address, 'ipv6') && !hollow6.check(address, 'ipv6');
}

const wrong = {
  form: { zh: '不是有效的推送地址', en: 'not an address to send to' },
  scheme: { zh: '推送地址须以 https:// 开头', en: 'it must begin with https://' },
  inside: { zh: '推送地址指向内部网络', en: 'it leads into a private network' },
  unknown: { zh: '域名无法解析', en: 'its name cannot be resolved' },
} as const satisfies Record<string, Text>;

/** Of the reasons, the one that another attempt may mend. */
export const isPassing = (reason: Text): boolean => reason === wrong.unknown;
