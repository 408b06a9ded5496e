import * as z from 'zod';
import { endOfDay, type Instant, type LocalDate } from '../law/time.ts';
import { type Refusal, refuse } from './decision.ts';
import { text as label, proceeding } from './proceeding.ts';
import { documentRef, id, localDate } from './values.ts';

const assessors = [
  'source-unit',
  'operating-agency',
  'operator',
  'grantor',
  'data-authority',
  'chief-data-officer',
] as const;

/**
 * Risk assessment 风险评估 of a dataset, an organization or an agreement: who made it, what it found, and until when it
 * counts. Its clock is its validity: once past, every list names it as lapsed. @see DZ-44, NDR-31, POLICY-41
 */
export const assessment = proceeding(
  {
    aggregate: 'assessment',
    label: label('风险评估', 'risk assessment'),
    states: { valid: label('已登记', 'recorded'), withdrawn: label('已撤销', 'withdrawn') },
    opening: {
      unit: id,
      about: z.strictObject({ kind: z.enum(['dataset', 'organization', 'agreement']), id }),
    },
    parties: {
      'source-unit': 'unit',
      'operating-agency': 'unit',
      operator: 'unit',
      grantor: 'unit',
      'chief-data-officer': 'unit',
    },
    party: 'unit',
    steps: {
      record: {
        by: assessors,
        article: 'DZ-44',
        label: label('登记风险评估', 'record a risk assessment'),
        to: 'valid',
        starts: ['POLICY-41'],
        due: 'until',
        facts: {
          report: documentRef,
          assessor: z.enum(['own', 'third-party', 'authority']),
          risk: z.enum(['low', 'medium', 'high']),
          until: localDate,
        },
      },
      renew: {
        by: assessors,
        article: 'DZ-44',
        label: label('重新评估', 'assess again'),
        from: ['valid'],
        starts: ['POLICY-41'],
        stops: ['POLICY-41'],
        due: 'until',
        facts: { report: documentRef, risk: z.enum(['low', 'medium', 'high']), until: localDate },
      },
      withdraw: {
        by: [...assessors, 'security-organ'],
        article: 'DZ-44',
        label: label('撤销评估', 'withdraw the assessment'),
        tells: ['source-unit', 'operator'],
        from: ['valid'],
        to: 'withdrawn',
        stops: ['POLICY-41'],
        facts: { reason: documentRef },
      },
    },
  },
  { record: tooHigh, renew: tooHigh },
);

export type Assessment = z.infer<typeof assessment.state>;

/** Whether an assessment until this day still counts: to 24:00 of it. */
export const isCurrent = (until: LocalDate | undefined, at: Instant): boolean =>
  until !== undefined && at < endOfDay(until);

/** High risk is no ground to go on: what is left of it after treatment is what an assessment records. */
function tooHigh({ risk }: { readonly risk: string }): Refusal | undefined {
  if (risk !== 'high') return undefined;
  return refuse(
    'NDR-31',
    label('风险为高的，须先整改再评估', 'high risk is treated first, then assessed again'),
    '/risk',
  );
}
