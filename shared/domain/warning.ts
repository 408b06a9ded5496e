import * as z from 'zod';
import { supervisors } from '../law/roles.ts';
import { text as label, proceeding } from './proceeding.ts';
import { id } from './values.ts';

/** Written for the public; the one text of supervision that stands in an event. */
export const warningText = z.string().trim().min(4).max(500);

/**
 * Public warning 警示信息: published, updated, lifted; anybody reads it. It names no incident, so that nothing public leads
 * from it to one. @see DZ-45
 */
export const warning = proceeding({
  aggregate: 'warning',
  label: label('公众警示', 'public warning'),
  states: { published: label('生效中', 'in force'), lifted: label('已解除', 'lifted') },
  opening: { issuer: id },
  parties: {
    'data-authority': 'issuer',
    'competent-department': 'issuer',
    'security-organ': 'issuer',
    'operating-agency': 'issuer',
  },
  party: 'issuer',
  steps: {
    publish: {
      by: [...supervisors, 'operating-agency'],
      article: 'DZ-45',
      label: label('发布警示', 'publish a warning'),
      to: 'published',
      facts: { text: warningText },
    },
    update: {
      by: [...supervisors, 'operating-agency'],
      article: 'DZ-45',
      label: label('更新警示', 'update the warning'),
      from: ['published'],
      facts: { text: warningText },
    },
    lift: {
      by: [...supervisors, 'operating-agency'],
      article: 'DZ-45',
      label: label('解除警示', 'lift the warning'),
      from: ['published'],
      to: 'lifted',
    },
  },
});

/** What the public reads now. */
export const shownText = ({
  done,
}: {
  readonly done: { publish?: { text: string }; update?: { text: string } };
}): string => done.update?.text ?? done.publish?.text ?? '';
