import type * as z from 'zod';
import type { Made } from '../../shared/command.ts';
import type { Case } from '../../shared/domain/case-schema.ts';
import { dataset } from '../../shared/domain/dataset.ts';
import { notFound, refuse } from '../../shared/domain/decision.ts';
import type { Order } from '../../shared/domain/measure.ts';
import type { Route } from '../../shared/http/route.ts';
import { place } from '../../shared/placing.ts';
import { getDocument, putDocument } from '../../shared/store/documents.ts';
import { subjectPseudonym } from '../../shared/store/pseudonym.ts';
import { exclude, verbFor } from './exclusion.ts';
import type { CaseCommandRoute } from './routes.ts';
import { bindBody, type reportBody } from './schema.ts';
import type { EnforcementService } from './service.ts';

/*
 * A right holder's request about its own data (POLICY-31). The name of the subject is hashed with a key of this dataset
 * as soon as it arrives; the hash stands in a document, which can be erased, and never in an event. The secret behind
 * the key is in no table.
 */

/** What a report says, the subject of a request replaced by a document with its keyed hash. */
export async function requestOf({
  body,
  input,
  deps,
  dry,
  unit,
}: Made<Case, z.infer<typeof reportBody>, EnforcementService>) {
  const { request, ...said } = body;
  const { jurisdiction, organization } = input.caller;
  if (!request) return { ...said, subject: said.subject ?? organization, jurisdiction };
  const { state } = await unit.load(dataset, request.dataset);
  if (state.status !== 'published') {
    const detail = { zh: '没有已发布的该数据资源', en: 'no dataset of this id is published' };
    return refuse('POLICY-31', detail, '/request/dataset');
  }
  const key = subjectPseudonym(deps.master, request.dataset)(request.subject);
  const subject = dry ? nowhere : await putDocument(deps.store, 'text/plain', key);
  const about = { subject: said.subject ?? state.source, jurisdiction: state.jurisdiction };
  return { ...said, ...about, request: { dataset: request.dataset, subject } };
}

const nowhere = { document: 'not-yet-stored', commitment: '0'.repeat(64) };

/** Carries out a request whose standing is proven: by an exclusion where that can be done, else the dataset closes. */
export const binding = (command: CaseCommandRoute): Route<EnforcementService> =>
  command({
    id: 'carryOutRequest',
    command: 'bind-request',
    path: '/{id}/request/carry-out',
    body: bindBody,
    patience: 'measure',
    make: async ({ body, before, deps, unit }) => {
      const { state } = before;
      const request = state.status === 'none' ? undefined : state.request;
      // The machine says what is wrong with a case that has no request.
      const about = await unit.load(dataset, request?.dataset ?? 'none');
      const measure: Order = {
        measure: deps.store.newId(),
        verb: verbFor(about.state),
        target: { kind: 'dataset', id: about.id },
        article: 'DZ-43',
        authority: body.authority,
      };
      const named = request && subjectPseudonym(deps.master, request.dataset)(body.subject);
      return { measure, sameSubject: named !== undefined && named === (await subjectOf(deps, state)) };
    },
    also: async ({ unit, after, command: { at, actor, measure }, deps }) => {
      const envelope = { at, actor };
      const placed =
        'measures' in after.state ? after.state.measures.find((one) => one.measure === measure.measure) : undefined;
      if (!placed) throw new Error('a request was carried out without a measure');
      if (placed.verb !== 'exclude') return place(unit, after.id, [placed], envelope);
      const subject = await subjectOf(deps, after.state);
      if (subject === undefined) return notFound('missing', 'POLICY-31');
      return exclude({ unit, store: deps.store, caseId: after.id, measure: placed, envelope }, subject);
    },
  });

/** The keyed hash that the request came with; `undefined` when its document was erased. */
async function subjectOf({ store }: EnforcementService, state: Case): Promise<string | undefined> {
  const request = state.status === 'none' ? undefined : state.request;
  const found = request && (await getDocument(store, request.subject));
  return typeof found?.content === 'string' ? found.content : undefined;
}
