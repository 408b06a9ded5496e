import { supervisors } from '../law/roles.ts';
import { entry, missingFrom, personalContact, unconfirmed } from './dataset-entry.ts';
import { evolve } from './dataset-fold.ts';
import { marking } from './dataset-marks.ts';
import {
  type Dataset,
  type DatasetCommand,
  type DatasetEvent,
  datasetEvent,
  datasetState,
  MAX_CONFIRMATIONS,
} from './dataset-schema.ts';
import {
  type Decision,
  type In,
  type Machine,
  notFound,
  type Refusal,
  refuse,
  refuseAll,
  type Transitions,
} from './decision.ts';
import { lift, place } from './holding.ts';
import { datasetStates } from './states.ts';

type Command<K extends DatasetCommand['type']> = Extract<DatasetCommand, { type: K }>;
type Writing = In<Dataset, 'draft'> | In<Dataset, 'returned'>;
type Published = In<Dataset, 'published'>;

const transitions: Transitions<Dataset, DatasetCommand, DatasetEvent> = {
  draft: {
    by: ['source-unit', 'operating-agency'],
    article: 'DZ-13',
    label: { zh: '编制目录条目', en: 'draft an entry' },
    tells: ['source-unit'],
    none: draft,
  },
  edit: {
    by: ['source-unit', 'operating-agency'],
    article: 'DZ-13',
    label: { zh: '修改目录条目', en: 'edit the entry' },
    draft: edit,
    returned: edit,
  },
  'confirm-opening': {
    by: ['source-unit', 'data-authority'],
    article: 'DZ-24',
    label: { zh: '确认可以开放', en: 'confirm that fields may open' },
    draft: confirmOpening,
    returned: confirmOpening,
    published: confirmOpening,
  },
  submit: {
    by: ['source-unit'],
    article: 'DZ-13',
    label: { zh: '提交审核', en: 'submit for review' },
    draft: submit,
    returned: submit,
  },
  return: {
    by: ['data-authority'],
    article: 'DZ-13',
    label: { zh: '退回', en: 'return with reasons' },
    tells: ['source-unit'],
    submitted: ({ at, actor, reason }, { submittedBy }) =>
      reviewsOwn(actor.person, submittedBy) ?? [{ type: 'returned', at, by: actor.person, reason }],
    published: returnRevision,
  },
  approve: {
    by: ['data-authority'],
    article: 'DZ-13',
    label: { zh: '审核通过', en: 'approve' },
    tells: ['source-unit'],
    submitted: ({ at, actor }, { submittedBy }) =>
      reviewsOwn(actor.person, submittedBy) ?? [{ type: 'approved', at, by: actor.person }],
    published: approveRevision,
  },
  publish: {
    by: ['operating-agency', 'data-authority'],
    article: 'DZ-13',
    label: { zh: '发布', en: 'publish' },
    tells: ['source-unit'],
    approved: ({ at }) => [{ type: 'published', at }],
  },
  revise: {
    by: ['source-unit'],
    article: 'DZ-13',
    label: { zh: '提交修订', en: 'submit a revision' },
    published: revise,
  },
  withdraw: {
    by: ['source-unit', 'data-authority'],
    article: 'DZ-13',
    label: { zh: '撤下', en: 'withdraw' },
    tells: ['source-unit'],
    approved: ({ at, reason }) => [{ type: 'withdrawn', at, reason }],
    published: ({ at, reason }) => [{ type: 'withdrawn', at, reason }],
  },
  ...marking,
  hold: {
    by: [...supervisors, 'operating-agency', 'right-holder', 'head', 'system'],
    article: 'DZ-43',
    label: { zh: '采取措施', en: 'place a measure' },
    tells: ['source-unit'],
    published: place,
  },
  release: {
    by: [...supervisors, 'head'],
    article: 'POLICY-3',
    label: { zh: '恢复', en: 'lift a measure' },
    tells: ['source-unit'],
    published: lift,
  },
  exclude: {
    by: supervisors,
    article: 'POLICY-31',
    label: { zh: '排除主体', en: 'leave out the rows of one subject' },
    tells: ['source-unit'],
    published: exclude,
  },
  readmit: {
    by: [...supervisors, 'head'],
    article: 'POLICY-3',
    label: { zh: '恢复被排除的主体', en: 'supply the rows of one subject again' },
    tells: ['source-unit'],
    published: ({ type: _, actor: __, ...said }) => [{ type: 'readmitted', ...said }],
  },
};

/** Dataset 数据资源: draft → submitted → returned / approved → published (revised) → withdrawn. @see DZ-13, DZ-24 */
export const dataset: Machine<Dataset, DatasetCommand, DatasetEvent> = {
  aggregate: 'dataset',
  label: { zh: '数据资源', en: 'dataset' },
  states: datasetStates,
  state: datasetState,
  event: datasetEvent,
  initial: { status: 'none' },
  transitions,
  evolve,
  parties: (state) => (state.status === 'none' ? {} : { 'source-unit': state.source }),
  clocks: () => [],
  summary: (state) =>
    state.status === 'none'
      ? { jurisdiction: '000000' }
      : {
          jurisdiction: state.jurisdiction,
          party: state.source,
          ...(state.entry.name !== undefined && { title: state.entry.name }),
        },
};

function draft({ type: _, actor, at, imported, ...asked }: Command<'draft'>): Decision<DatasetEvent> {
  const theirs = asked.source === actor.organization || actor.roles.includes('operating-agency');
  if (!theirs) return notFound('foreign', 'DZ-14');
  const wrong = refuseAll(personalContact(asked.entry));
  if (wrong) return wrong;
  const drafted = { type: 'drafted', at, by: actor.person } as const;
  const { opening, ...closed } = asked.entry;
  if (!imported || !opening || opening.attribute === 'none' || unconfirmed(asked.entry, []).length === 0) {
    return [{ ...drafted, ...asked }];
  }
  return [{ ...drafted, ...asked, entry: closed, openingLost: opening.attribute }];
}

function edit({ at, actor, entry }: Command<'edit'>): Decision<DatasetEvent> {
  return refuseAll(personalContact(entry)) ?? [{ type: 'edited', at, by: actor.person, entry }];
}

function confirmOpening(
  { type: _, at, actor, ...asked }: Command<'confirm-opening'>,
  state: Writing | Published,
): Decision<DatasetEvent> {
  if (asked.ground !== 'not-personal' && !asked.evidence) {
    const detail = { zh: '匿名化、单独同意或依法公开须附证明', en: 'this ground needs its evidence' };
    return refuse(asked.ground === 'separate-consent' ? 'PIPL-25' : 'DZ-25', detail, '/evidence');
  }
  if (state.confirmations.length >= MAX_CONFIRMATIONS) {
    return refuse('POLICY-9', { zh: '确认记录过多', en: 'too many confirmations on one entry' });
  }
  return [{ type: 'opening-confirmed', confirmation: { ...asked, by: actor.person, at } }];
}

function submit({ at, actor }: Command<'submit'>, state: Writing): Decision<DatasetEvent> {
  const wrong = refuseAll([...missingFrom(state.entry), ...unconfirmed(state.entry, state.confirmations)]);
  if (wrong) return wrong;
  return [{ type: 'submitted', at, by: actor.person, entry: entry.parse(state.entry) }];
}

function revise(command: Command<'revise'>, state: Published): Decision<DatasetEvent> {
  const { at, actor } = command;
  if (state.pending) {
    return refuse('DZ-13', { zh: '已有修订待审核', en: 'a revision waits for review already' });
  }
  const wrong = refuseAll([...missingFrom(command.entry), ...unconfirmed(command.entry, state.confirmations)]);
  if (wrong) return wrong;
  return [{ type: 'revision-submitted', at, by: actor.person, entry: entry.parse(command.entry) }];
}

function approveRevision({ at, actor }: Command<'approve'>, state: Published): Decision<DatasetEvent> {
  if (!state.pending) return noRevision();
  const own = reviewsOwn(actor.person, state.pending.by);
  return own ?? [{ type: 'revised', at, by: actor.person, version: state.version + 1 }];
}

function returnRevision({ at, actor, reason }: Command<'return'>, state: Published): Decision<DatasetEvent> {
  if (!state.pending) return noRevision();
  const own = reviewsOwn(actor.person, state.pending.by);
  return own ?? [{ type: 'revision-returned', at, by: actor.person, reason }];
}

/** The list goes by the field that names the subject of a row; without it, or by another, nobody could be told apart. */
function exclude({ type: _, actor: __, ...said }: Command<'exclude'>, state: Published): Decision<DatasetEvent> {
  const { field } = said.exclusions;
  if (field === state.entry.subjectKey && field === (state.exclusions?.field ?? field)) {
    return [{ type: 'excluded', ...said }];
  }
  const detail = { zh: '没有可识别主体的信息项', en: 'no field of it tells whose a row is' };
  return refuse('POLICY-31', detail, '/exclusions/field');
}

const noRevision = () => refuse('DZ-13', { zh: '没有待审核的修订', en: 'no revision waits for review' });

function reviewsOwn(reviewer: string, submitter: string): Refusal | undefined {
  if (reviewer !== submitter) return undefined;
  return refuse('POLICY-7', { zh: '审核人不得是提交人', en: 'the reviewer is not the submitter' });
}
