import { agreement } from '../../shared/domain/agreement.ts';
import type { Agreement } from '../../shared/domain/agreement-schema.ts';
import type { Side } from '../../shared/domain/agreement-signature.ts';
import { notFound } from '../../shared/domain/decision.ts';
import { organization } from '../../shared/domain/organization.ts';
import { signable } from '../../shared/domain/signable.ts';
import { readerOf } from '../../shared/http/page.tsx';
import { type Caller, routesFor } from '../../shared/http/route.ts';
import type { Service } from '../../shared/service.ts';
import { getDocument } from '../../shared/store/documents.ts';
import { listByKind, listByParty } from '../../shared/store/lists.ts';
import { passkeysOf } from '../../shared/store/passkeys.ts';
import type { Context } from '../../shared/store/store.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { passkeysPage } from './passkeys-page.tsx';
import { pageQuery, params } from './schema.ts';
import { signPage } from './sign-page.tsx';

const { member } = routesFor<Service>();
const tag = 'console';
const produces = 'text/html';
const signers = ['grantor', 'operator'] as const;

/** Signing 签署: pages on which a signatory makes a passkey and signs with it; the agreement's own routes judge both. @see ESL-13 */
export const routes = [
  member({
    id: 'showPasskeys',
    method: 'get',
    path: '/console/signing',
    tag,
    summary: { zh: '通行密钥页', en: 'Your passkeys, and what waits for your signature, as a page' },
    by: signers,
    query: pageQuery,
    produces,
    handle: async ({ query, caller, request, language }, { store }) => {
      const { person, organizationName } = caller;
      const [passkeys, { state }, waiting] = await Promise.all([
        passkeysOf(store, person),
        loadHead(store, organization, caller.organization),
        waitingFor(store, caller),
      ]);
      const own = 'members' in state && Object.hasOwn(state.members, person) ? state.members[person] : undefined;
      const signatory = { person, organizationName, passkeys, keys: own?.keys ?? [], waiting };
      return passkeysPage(readerOf(request, language, query.lang, caller), signatory);
    },
  }),
  member({
    id: 'showSigning',
    method: 'get',
    path: '/console/signing/{id}',
    tag,
    summary: { zh: '签署页', en: 'An agreement to read and to sign with a passkey, as a page' },
    by: signers,
    params,
    query: pageQuery,
    produces,
    handle: async ({ params: { id }, query, caller, request, language }, { store }) => {
      const { state } = await loadHead(store, agreement, id);
      const side = sideOf(state, caller);
      if (state.status === 'none' || !side) return notFound('foreign', 'ESL-13');
      const terms = signable(state);
      const text = terms && (await getDocument(store, terms.text));
      return signPage(readerOf(request, language, query.lang, caller), {
        ...{ id, title: state.title, terms, side, signed: signedOf(state) },
        text: text && String(text.content),
      });
    },
  }),
];

/** For which side this person's organization signs, if for any. */
function sideOf(state: Agreement, { organization: own, roles }: Caller): Side | undefined {
  if (state.status === 'none') return undefined;
  return signers.find((side) => state[side] === own && roles.includes(side));
}

/** Who has signed the text that waits. */
function signedOf(state: Agreement): readonly Side[] {
  const hash = signable(state)?.textHash;
  const signatures = [
    ...('signatures' in state ? state.signatures : []),
    ...('amendment' in state ? (state.amendment?.signatures ?? []) : []),
  ];
  return signatures.filter(({ textHash }) => textHash === hash).map(({ side }) => side);
}

/** Of each status at most so many are looked through. */
const EACH = 50;

/** Agreements that wait for a signature of this organization; amendments stand with what is in effect. */
async function waitingFor(store: Context, caller: Caller) {
  const { organization: party, jurisdiction, roles } = caller;
  const lists = await Promise.all(
    ['proposed', 'partly-signed', 'in-effect'].flatMap((status) => [
      ...(roles.includes('operator')
        ? [listByParty(store, { party, kind: 'agreement', status }, { limit: EACH })]
        : []),
      ...(roles.includes('grantor')
        ? [listByKind(store, { kind: 'agreement', jurisdiction, status }, { limit: EACH })]
        : []),
    ]),
  );
  const ids = [...new Set(lists.flatMap(({ items }) => items.map(({ id }) => id)))];
  const found = await Promise.all(ids.map((id) => loadHead(store, agreement, id)));
  return found.flatMap(({ id, state }) => {
    const side = sideOf(state, caller);
    if (state.status === 'none' || !side || !signable(state)) return [];
    return [{ id, title: state.title, signed: signedOf(state).includes(side) }];
  });
}
