import * as z from 'zod';
import { localDate as today } from '../law/time.ts';
import { refuse } from './decision.ts';
import { text as label, proceeding } from './proceeding.ts';
import { documentRef, id, localDate } from './values.ts';

const keepers = ['source-unit', 'operating-agency', 'operator', 'chief-data-officer'] as const;

/**
 * Emergency plan 应急预案 of a unit and the drills of it 应急演练, recovery drills 容灾 among them. Each drill says by when the
 * next is due, and that day is the clock. @see DZ-44, POLICY-42
 */
export const preparedness = proceeding(
  {
    aggregate: 'preparedness',
    label: label('应急预案与演练', 'emergency plan'),
    states: {
      adopted: label('已制定', 'adopted'),
      drilled: label('已演练', 'drilled'),
      ended: label('已废止', 'ended'),
    },
    opening: { unit: id },
    parties: { 'source-unit': 'unit', 'operating-agency': 'unit', operator: 'unit', 'chief-data-officer': 'unit' },
    party: 'unit',
    steps: {
      adopt: {
        by: keepers,
        article: 'DZ-44',
        label: label('制定应急预案', 'adopt an emergency plan'),
        to: 'adopted',
        starts: ['POLICY-42'],
        due: 'next',
        facts: { plan: documentRef, next: localDate },
      },
      revise: {
        by: keepers,
        article: 'DZ-44',
        label: label('修订应急预案', 'revise the plan'),
        from: ['adopted', 'drilled'],
        facts: { plan: documentRef },
      },
      drill: {
        by: keepers,
        article: 'DZ-44',
        label: label('登记演练', 'record a drill'),
        from: ['adopted', 'drilled'],
        to: 'drilled',
        starts: ['POLICY-42'],
        stops: ['POLICY-42'],
        due: 'next',
        facts: { kind: z.enum(['tabletop', 'live', 'recovery']), on: localDate, report: documentRef, next: localDate },
      },
      end: {
        by: keepers,
        article: 'DZ-44',
        label: label('废止应急预案', 'end the plan'),
        from: ['adopted', 'drilled'],
        to: 'ended',
        stops: ['POLICY-42'],
        facts: { reason: documentRef },
      },
    },
  },
  { drill: ({ at, on }) => (on > today(at) ? ahead : undefined) },
);

const ahead = refuse('DZ-44', label('演练日期尚未到来', 'that day is still to come'), '/on');
