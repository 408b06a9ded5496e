import { isMark, type MarkEvent, withMark } from './dataset-marks.ts';
import type { Dataset, DatasetEvent } from './dataset-schema.ts';
import type { In } from './decision.ts';
import { holdsAfter } from './holding.ts';

/** Folds one event; total. */
export function evolve(state: Dataset, event: DatasetEvent): Dataset {
  if (event.type === 'drafted') {
    const { type: _, at: __, by: ___, ...asked } = event;
    return { status: 'draft', ...asked, confirmations: [] };
  }
  switch (state.status) {
    case 'none':
    case 'withdrawn':
      return state;
    default:
      return isMark(event) ? marked(state, event) : unmarked(state, event);
  }
}

function marked(state: Unpublished | Published, event: MarkEvent): Dataset {
  const { standing, ...rest } = state;
  return { ...rest, ...withMark(standing, event) };
}

function unmarked(state: Unpublished | Published, event: Later): Dataset {
  switch (state.status) {
    case 'published':
      return afterPublication(state, event);
    default:
      return beforePublication(state, event);
  }
}

type Published = In<Dataset, 'published'>;
type Unpublished = Exclude<Dataset, { status: 'none' | 'published' | 'withdrawn' }>;
type Later = Exclude<DatasetEvent, { type: 'drafted' } | MarkEvent>;

function beforePublication(state: Unpublished, event: Later): Dataset {
  switch (event.type) {
    case 'edited':
      return isWriting(state) ? { ...state, entry: event.entry } : state;
    case 'opening-confirmed':
      return isWriting(state) ? { ...state, confirmations: [...state.confirmations, event.confirmation] } : state;
    case 'submitted':
      return { status: 'submitted', ...kept(state), entry: event.entry, submittedBy: event.by, submittedAt: event.at };
    case 'returned':
      return { status: 'returned', ...kept(state), entry: state.entry, reason: event.reason };
    case 'approved':
      return state.status === 'submitted'
        ? { status: 'approved', ...kept(state), entry: state.entry, approvedBy: event.by, approvedAt: event.at }
        : state;
    case 'published':
      return state.status === 'approved'
        ? { status: 'published', ...kept(state), entry: state.entry, version: 1, publishedAt: event.at, holds: {} }
        : state;
    case 'withdrawn':
      return state.status === 'approved' ? withdrawn(state, 1, event) : state;
    case 'revision-submitted':
    case 'revision-returned':
    case 'revised':
    case 'held':
    case 'released':
    case 'excluded':
    case 'readmitted':
      return state;
  }
}

function afterPublication(state: Published, event: Later): Dataset {
  const { pending, ...current } = state;
  switch (event.type) {
    case 'opening-confirmed':
      return { ...state, confirmations: [...state.confirmations, event.confirmation] };
    case 'revision-submitted':
      return { ...current, pending: { entry: event.entry, by: event.by, at: event.at } };
    case 'revision-returned':
      return current;
    case 'revised':
      return pending ? { ...current, entry: pending.entry, version: event.version, publishedAt: event.at } : state;
    case 'held':
    case 'released':
      return { ...state, holds: holdsAfter(state.holds, event) };
    case 'excluded':
    case 'readmitted':
      return { ...state, exclusions: event.exclusions };
    case 'withdrawn':
      return withdrawn(state, state.version, event);
    case 'edited':
    case 'submitted':
    case 'returned':
    case 'approved':
    case 'published':
      return state;
  }
}

const isWriting = (state: Unpublished): state is In<Dataset, 'draft'> | In<Dataset, 'returned'> =>
  state.status === 'draft' || state.status === 'returned';

function kept({ source, jurisdiction, confirmations, standing }: Unpublished | Published) {
  return { source, jurisdiction, confirmations, ...(standing && { standing }) };
}

function withdrawn(
  state: In<Dataset, 'approved'> | Published,
  version: number,
  event: Extract<DatasetEvent, { type: 'withdrawn' }>,
): Dataset {
  const { at, reason } = event;
  return { status: 'withdrawn', ...kept(state), entry: state.entry, version, withdrawnAt: at, reason };
}
