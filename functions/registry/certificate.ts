import { dataset } from '../../shared/domain/dataset.ts';
import { organization } from '../../shared/domain/organization.ts';
import { formalReviewOnly, type Registration } from '../../shared/domain/registration.ts';
import type { Context } from '../../shared/store/store.ts';
import { type Loaded, loadHead } from '../../shared/store/unit.ts';

export type Coded = Extract<Registration, { codedOn: string }>;
export const isCoded = (state: Registration): state is Coded => 'codedOn' in state;

/**
 * The fields of the record 登记凭证: both numbers, who, what, on which data, what was deposited, how long. Documents
 * stand in it by their commitment only.
 */
export async function certificateOf(store: Context, { id, state }: Loaded<Coded>) {
  const [registrants, agency, datasets] = await Promise.all([
    Promise.all(state.registrants.map((one) => party(store, one))),
    party(store, state.agency),
    Promise.all(state.datasets.map((one) => described(store, one))),
  ]);
  const { legality, deposit, risk } = state.file;
  return {
    registration: id,
    number: state.number,
    /** 登记结果查询码: null until the national platform issued it (REG-13). */
    queryCode: state.queryCode ?? null,
    status: state.status,
    category: state.category,
    title: state.title,
    description: state.description,
    registrants,
    agency,
    datasets,
    agreement: state.agreement ?? null,
    legality: legality?.commitment ?? null,
    deposit: deposit ? { hash: deposit.hash, depositedAt: deposit.depositedAt } : null,
    riskAssessment: risk?.commitment ?? null,
    codedOn: state.codedOn,
    /** The last valid day. */
    expiresOn: state.expiresOn,
    edition: state.edition,
    statement: formalReviewOnly,
  };
}

async function party(store: Context, id: string) {
  const { state } = await loadHead(store, organization, id);
  return state.status === 'none' ? { id } : { id, name: state.title, creditCode: state.creditCode };
}

/** What the catalogue says of the data now. */
async function described(store: Context, id: string) {
  const { state } = await loadHead(store, dataset, id);
  if (state.status !== 'published') return { id };
  const { name, kind, type, formats, frequency, level, themes = [], highValue, opening, items } = state.entry;
  const personal = items.some((item) => item.personal);
  const { source } = state;
  return {
    ...{ id, source, name, kind, type, formats, frequency, level, themes, highValue, personal },
    opening: opening.attribute,
  };
}
