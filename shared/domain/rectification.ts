import * as z from 'zod';
import { supervisors } from '../law/roles.ts';
import { text as label, proceeding } from './proceeding.ts';
import { documentRef, id, localDate } from './values.ts';

/** In which roles the organization answers that has to put something right. */
const ordered = ['operator', 'source-unit', 'operating-agency', 'chief-data-officer'] as const;

/**
 * Rectification 整改: ordered with its due day, planned, shown by evidence, accepted or sent back. It comes from an
 * inspection, an assessment or an incident alike; overdue is what its clock says, whatever its state. @see DZ-44, POLICY-40
 */
export const rectification = proceeding({
  aggregate: 'rectification',
  label: label('整改', 'rectification'),
  states: {
    ordered: label('已责令', 'ordered'),
    planned: label('已报方案', 'planned'),
    'to-accept': label('待验收', 'evidence handed in'),
    accepted: label('已验收', 'accepted'),
    withdrawn: label('已撤回', 'withdrawn'),
  },
  opening: {
    unit: id,
    authority: id,
    origin: z.strictObject({ kind: z.enum(['inspection', 'assessment', 'incident']), id }),
  },
  parties: {
    'data-authority': 'authority',
    'competent-department': 'authority',
    'security-organ': 'authority',
    operator: 'unit',
    'source-unit': 'unit',
    'operating-agency': 'unit',
    'chief-data-officer': 'unit',
  },
  party: 'unit',
  steps: {
    order: {
      by: supervisors,
      article: 'DZ-44',
      label: label('责令整改', 'order a rectification'),
      tells: ordered,
      to: 'ordered',
      starts: ['POLICY-40'],
      due: 'until',
      facts: { order: documentRef, until: localDate },
    },
    plan: {
      by: ordered,
      article: 'DZ-44',
      label: label('报送整改方案', 'hand in the plan'),
      from: ['ordered'],
      to: 'planned',
      facts: { plan: documentRef },
    },
    prove: {
      by: ordered,
      article: 'DZ-44',
      label: label('提交整改证据', 'hand in the evidence'),
      from: ['ordered', 'planned'],
      to: 'to-accept',
      facts: { evidence: z.array(documentRef).min(1).max(20) },
    },
    accept: {
      by: supervisors,
      article: 'DZ-44',
      label: label('验收通过', 'accept it'),
      tells: ordered,
      from: ['to-accept'],
      to: 'accepted',
      stops: ['POLICY-40'],
      facts: { report: documentRef },
    },
    return: {
      by: supervisors,
      article: 'DZ-44',
      label: label('退回重新整改', 'send it back'),
      tells: ordered,
      from: ['to-accept'],
      to: 'ordered',
      facts: { reason: documentRef },
    },
    extend: {
      by: supervisors,
      article: 'POLICY-40',
      label: label('延长整改期限', 'set a later day'),
      tells: ordered,
      from: ['ordered', 'planned', 'to-accept'],
      starts: ['POLICY-40'],
      stops: ['POLICY-40'],
      due: 'until',
      facts: { reason: documentRef, until: localDate },
    },
    withdraw: {
      by: supervisors,
      article: 'DZ-44',
      label: label('撤回责令', 'withdraw the order'),
      tells: ordered,
      from: ['ordered', 'planned', 'to-accept'],
      to: 'withdrawn',
      stops: ['POLICY-40'],
      facts: { reason: documentRef },
    },
  },
});
