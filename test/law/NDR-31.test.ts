import { expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { barredData } from '../../shared/domain/standing.ts';
import { endOfDay } from '../../shared/law/time.ts';
import { draftAgreement, factsOf, proposeAgreement } from '../domain/examples.ts';
import { after, cited, given } from '../domain/given.ts';

test('important data enters an agreement only with its risk assessment', () => {
  const propose = (importantAssessment: boolean) =>
    given(agreement)
      .and(draftAgreement)
      .when({ ...proposeAgreement, facts: factsOf({ level: 'important', importantAssessment }) });
  expect(cited(propose(false))).toEqual(['NDR-31']);
  expect(propose(true).refusal).toBeUndefined();
});

test('a channel that is open supplies important data to the last moment of its assessment, or by the agreement’s own', () => {
  const end = endOfDay('2026-12-31');
  const links = { dataset: 'weather', basis: { kind: 'agreement', id: 'agreement-1' } } as const;
  const asked = (source: object, basis: object = {}, now = end) =>
    barredData({ holds: {}, ...source }, { holds: {}, ...basis }, links, now).map(({ article }) => article);
  const important = { level: 'important', assessed: end } as const;
  expect([asked(important, {}, after(end, -1)), asked(important)]).toEqual([[], ['NDR-31']]);
  expect(asked({ level: 'important' })).toEqual(['NDR-31']);
  expect(asked(important, { declared: ['other'] })).toEqual(['NDR-31']);
  expect(asked(important, { declared: ['weather'] })).toEqual([]);
  expect(asked({ assessed: end })).toEqual([]);
});
