import type { Text } from '../../../shared/law/roles.ts';
import { people } from '../city/people.ts';
import { type Client, connect, signIn } from '../client.ts';

/** Somebody of the story: how they are called, and how they speak to the platform. */
export interface Player {
  readonly account: string;
  readonly unit: Text;
  readonly person: Text;
  readonly client: Client;
}

/** Everybody of the story; each signs in once, when first needed. */
export interface Cast {
  /** By account of the demonstration city; `anyone` has no account, `machine` is the operator's and brings tokens. */
  readonly as: (account: string) => Promise<Player>;
}

/** Who speaks without signing in. */
const strangers: Readonly<Record<string, Pick<Player, 'unit' | 'person'>>> = {
  anyone: { unit: { zh: '公众', en: 'the public' }, person: { zh: '任何人', en: 'anyone' } },
  machine: { unit: { zh: '巴蜀演示数据', en: 'Bashu' }, person: { zh: '机器', en: 'machine' } },
};

/** The cast of one run against a platform. */
export function castOf(origin: string): Cast {
  const known = new Map<string, Promise<Player>>();
  return {
    as: (account) => {
      const found = known.get(account) ?? enter(origin, account);
      known.set(account, found);
      return found;
    },
  };
}

async function enter(origin: string, account: string): Promise<Player> {
  const stranger = strangers[account];
  if (stranger) return { account, ...stranger, client: connect(origin) };
  const found = people.find((one) => one.account === account);
  if (!found) throw new Error(`nobody of the city has the account ${account}`);
  const { organization, name } = found;
  return {
    account,
    unit: { zh: organization.zh.replace('（演示）', '').replace('达州市', '市'), en: organization.en },
    person: { zh: name.zh.replace('演示·', ''), en: name.en },
    client: await signIn(origin, account),
  };
}
