import { certificate } from '../../shared/certifying.ts';
import { commandsOn } from '../../shared/command.ts';
import { notFound, type Refusal, refuse } from '../../shared/domain/decision.ts';
import { type Deposit, deposit } from '../../shared/domain/deposit.ts';
import type { RegistrationFile } from '../../shared/domain/registration-file.ts';
import { reply, routesFor } from '../../shared/http/route.ts';
import type { Service } from '../../shared/service.ts';
import { shownOfDeposit } from '../../shared/shown-deposit.ts';
import type { Settled } from '../../shared/store/given.ts';
import { listByParty } from '../../shared/store/lists.ts';
import { type Loaded, loadHead, type Unit } from '../../shared/store/unit.ts';
import { depositBody, depositParams, depositsQuery, depositView, type GivenFile, listView } from './schema.ts';

const { member } = routesFor<Service>();
const viewOf = ({ id, version, state: { status: _, ...state } }: Loaded<Deposit>) => ({ id, version, ...state });
const command = commandsOn(deposit, {
  tag: 'registry',
  base: '/deposits',
  view: (_, one) => viewOf(one),
  replyShape: depositView,
});
const reading = { method: 'get', tag: 'registry', by: deposit.transitions.deposit.by } as const;
const unknown = notFound('foreign', 'REG-10');

/** Evidence deposits 存证 in our own log: the hash, when it stood there, and the proof that it did. @see REG-10 */
export const deposits = [
  command({
    id: 'depositEvidence',
    command: 'deposit',
    path: '',
    body: depositBody,
    make: ({ body, input }) => ({ ...body, jurisdiction: input.caller.jurisdiction }),
  }),
  member({
    ...reading,
    id: 'listDeposits',
    path: '/deposits',
    summary: { zh: '本单位的存证', en: 'Your own deposits, newest first' },
    query: depositsQuery,
    reply: listView,
    handle: async ({ query, caller: { organization: party } }, { store }) =>
      reply(await listByParty(store, { kind: 'deposit', party }, query)),
  }),
  member({
    ...reading,
    id: 'readDeposit',
    path: '/deposits/{id}',
    summary: { zh: '查看存证', en: 'Read a deposit of your own' },
    params: depositParams,
    reply: depositView,
    handle: async ({ params: { id }, caller }, { store }) => {
      const found = await loadHead(store, deposit, id);
      return isOf(found.state, caller.organization) ? reply(viewOf(found), found) : unknown;
    },
  }),
  member({
    ...reading,
    id: 'proveDeposit',
    path: '/deposits/{id}/proof',
    summary: { zh: '可离线核验的存证证明', en: 'The certificate of a deposit, for shuqi verify' },
    params: depositParams,
    produces: 'application/json',
    handle: async ({ params: { id }, caller }, { store }) => {
      const { state } = await loadHead(store, deposit, id);
      return isOf(state, caller.organization)
        ? certificate(store, { aggregate: 'deposit', id }, { kind: 'deposit', shown: shownOfDeposit })
        : unknown;
    },
  }),
];

const isOf = (state: Deposit, organization: string): state is Extract<Deposit, { status: 'deposited' }> =>
  state.status === 'deposited' && state.organization === organization;

/** The file with the deposit that it names, as our log has it; another's is told like one that is not there. */
export async function withDeposit(
  unit: Unit,
  organization: string,
  { deposit: named, ...file }: Settled<GivenFile>,
): Promise<RegistrationFile | Refusal> {
  if (named === undefined) return file;
  if (!('deposit' in named)) return { ...file, deposit: named };
  const { state } = await unit.load(deposit, named.deposit);
  if (!isOf(state, organization)) return noDeposit;
  const { hash, depositedAt } = state;
  return { ...file, deposit: { hash, depositedAt, deposit: named.deposit } };
}

const noDeposit = refuse(
  'REG-10',
  { zh: '本单位没有这项存证', en: 'your organization made no such deposit' },
  '/file/deposit/deposit',
);
