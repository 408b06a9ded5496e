import { isStricter, type Level, stricter } from '../law/levels.ts';
import { endOfDay } from '../law/time.ts';
import type { Dataset, DatasetCommand, DatasetEvent } from './dataset-schema.ts';
import { type Decision, type In, type Refusal, refuse, type Transitions } from './decision.ts';
import type { Gate } from './gate.ts';

/*
 * What others say of a dataset beside its own entry: the catalogue of core and important data (DSL-21, DZ-44), an open
 * source dispute (DZ-47), a risk assessment (NDR-31). Each is a stream of its own; its effect here is an event of the same
 * transaction, so that whoever reads the dataset, or leans on its gate, reads them too and none is ever a stale copy.
 */
type Marked = Exclude<Dataset, { status: 'none' | 'withdrawn' }>;
type Command<K extends DatasetCommand['type']> = Extract<DatasetCommand, { type: K }>;
type Rows = Pick<Transitions<Dataset, DatasetCommand, DatasetEvent>, 'list-level' | 'mark-dispute' | 'mark-assessment'>;

/** The same step in every state that has an entry and is not withdrawn. */
const everywhere = <T>(step: T) => ({
  draft: step,
  submitted: step,
  returned: step,
  approved: step,
  published: step,
});

export const marking: Rows = {
  'list-level': {
    by: ['security-organ', 'data-authority'],
    article: 'DSL-21',
    label: { zh: '按主管目录确定级别', en: 'set the level by the competent catalogue' },
    tells: ['source-unit'],
    ...everywhere(listLevel),
  },
  'mark-dispute': {
    by: ['data-authority', 'system'],
    article: 'DZ-47',
    label: { zh: '标注数源争议', en: 'mark a source dispute' },
    tells: ['source-unit'],
    ...everywhere(markDispute),
  },
  'mark-assessment': {
    by: ['source-unit', 'operating-agency', 'grantor', 'data-authority', 'system'],
    article: 'NDR-31',
    label: { zh: '标注风险评估', en: 'mark a risk assessment' },
    ...everywhere(
      ({ at, assessed }: Command<'mark-assessment'>): Decision<DatasetEvent> => [
        { type: 'assessment-marked', at, ...(assessed && { assessed }) },
      ],
    ),
  },
};

/** The level that counts: the stricter of the entry's own and the competent catalogue's. @see DSL-21, DZ-44 */
export const levelOf = ({ entry, standing }: In<Dataset, 'published'>): Level =>
  stricter(entry.level, standing?.listed?.level ?? 'general');

/** What the dataset's gate says of it besides its scope; standing.ts judges each request by it. */
export function marksOf(state: In<Dataset, 'published'>): Pick<Gate, 'level' | 'disputed' | 'assessed'> {
  const { standing } = state;
  const level = levelOf(state);
  return {
    ...(level !== 'general' && { level }),
    ...(standing?.dispute !== undefined && { disputed: standing.dispute }),
    ...(standing?.assessed && { assessed: endOfDay(standing.assessed.until) }),
  };
}

/** Whether what a dataset's gate says now lets less through than what it said before. */
export function marksTighten(then: ReturnType<typeof marksOf>, now: ReturnType<typeof marksOf>): boolean {
  const stricter = isStricter(now.level ?? 'general', then.level ?? 'general');
  const disputed = now.disputed !== undefined && then.disputed === undefined;
  return stricter || disputed || (then.assessed !== undefined && (now.assessed ?? '') < then.assessed);
}

/** Folds one mark; nothing is left of marks that are all gone. */
export function withMark(standing: Marked['standing'], event: MarkEvent): Pick<Marked, 'standing'> {
  const { listed, dispute, assessed } = standing ?? {};
  const changed = {
    listed: event.type === 'level-listed' ? event.listed : listed,
    dispute: event.type === 'dispute-marked' ? event.dispute : dispute,
    assessed: event.type === 'assessment-marked' ? event.assessed : assessed,
  };
  const left = Object.entries(changed).filter(([, mark]) => mark !== undefined);
  return left.length > 0 ? { standing: Object.fromEntries(left) } : {};
}
export type MarkEvent = Extract<DatasetEvent, { type: 'level-listed' | 'dispute-marked' | 'assessment-marked' }>;
export const isMark = (event: DatasetEvent): event is MarkEvent =>
  event.type === 'level-listed' || event.type === 'dispute-marked' || event.type === 'assessment-marked';

function listLevel({ at, entry, listed }: Command<'list-level'>, { standing }: Marked): Decision<DatasetEvent> {
  const other = standing?.listed && standing.listed.entry !== entry;
  return other
    ? refused('DSL-21')
    : [{ type: 'level-listed', at, ...(listed && { listed: { level: listed, entry } }) }];
}

function markDispute({ at, dispute, open }: Command<'mark-dispute'>, { standing }: Marked): Decision<DatasetEvent> {
  const other = standing?.dispute !== undefined && standing.dispute !== dispute;
  return other ? refused('DZ-47') : [{ type: 'dispute-marked', at, ...(open && { dispute }) }];
}

const refused = (article: 'DSL-21' | 'DZ-47'): Refusal =>
  refuse(
    article,
    article === 'DSL-21'
      ? { zh: '该数据资源已列入目录，请变更原条目', en: 'the catalogue lists this dataset already: change that entry' }
      : { zh: '该数据资源已有未决的数源争议', en: 'a source dispute about this dataset is open already' },
    '/dataset',
  );
