import * as z from 'zod';
import { supervisors } from '../law/roles.ts';
import { alarmKind } from './alarm-kind.ts';
import { text as label, proceeding } from './proceeding.ts';
import { documentRef, id, instant } from './values.ts';

/** What was counted, kept as a document. */
const evidence = z.strictObject({
  ...documentRef.shape,
  mediaType: z.literal('application/json'),
  bytes: z.int().positive(),
});

const lookers = [...supervisors, 'operating-agency'] as const;

/**
 * Alarm 告警: what the gates' own counters gave reason to look at, with its evidence. A person dismisses it with reasons
 * or opens a case; where the agreement says so, the platform has opened one and stopped the channel already. It never
 * closes by itself, and the organization that it is about learns of it through the case. @see POLICY-50, LOCAL-30
 */
export const alarm = proceeding({
  aggregate: 'alarm',
  label: label('告警', 'alarm'),
  states: {
    raised: label('待处理', 'raised'),
    dismissed: label('不予处置', 'dismissed'),
    answered: label('已立案', 'answered by a case'),
  },
  opening: {
    kind: alarmKind,
    channel: id,
    organization: id,
    grantor: id,
    dataset: id,
    basis: z.strictObject({ kind: z.enum(['agreement', 'sharing', 'opening']), id }),
    from: instant,
    until: instant,
    seen: z.number().nonnegative(),
    threshold: z.number().nonnegative(),
    evidence,
  },
  parties: { grantor: 'grantor' },
  about: 'organization',
  steps: {
    raise: {
      by: ['system'],
      article: 'POLICY-50',
      label: label('告警', 'raise an alarm'),
      tells: ['grantor'],
      to: 'raised',
    },
    dismiss: {
      by: lookers,
      article: 'POLICY-50',
      label: label('不予处置', 'dismiss the alarm'),
      from: ['raised'],
      to: 'dismissed',
      facts: { reasons: documentRef },
    },
    'open-case': {
      by: [...supervisors, 'system'],
      article: 'DZ-43',
      label: label('据此立案', 'open a case on it'),
      from: ['raised'],
      to: 'answered',
      facts: { case: id },
    },
  },
});
export type Alarm = z.infer<typeof alarm.state>;
