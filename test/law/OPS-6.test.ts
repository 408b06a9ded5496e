import { expect, test } from 'vitest';
import { affiliateGrounds, redevelopmentGrounds, related } from '../../shared/domain/affiliates.ts';
import { agreement } from '../../shared/domain/agreement.ts';
import { qualification } from '../../shared/domain/qualification.ts';
import {
  applyForQualification,
  at,
  draftAgreement,
  facts,
  factsOf,
  people,
  proposeAgreement,
} from '../domain/examples.ts';
import { cited, documentOf, given, pointers } from '../domain/given.ts';

const [one, two, three] = ['91511700MA00000010', '91511700MA00000023', '11511700MB00000080'];
const body = (creditCode: string, ...affiliates: readonly string[]) => ({ creditCode, affiliates });
const building = (developer: ReturnType<typeof body>, by: ReturnType<typeof body>) =>
  redevelopmentGrounds(developer, [{ by, pointer: '/builtOn/0' }]).map(({ article, pointer }) => [article, pointer]);

test('nobody redevelops what they delivered, directly or through an affiliate that either side declared', () => {
  const refused = [['OPS-6', '/builtOn/0']];
  expect(building(body(one), body(one))).toEqual(refused);
  expect(building(body(one, two), body(two))).toEqual(refused);
  expect(building(body(one), body(two, one))).toEqual(refused);
  expect(building(body(one, three), body(two, three))).toEqual([]);
  expect(related(body(one), body(two))).toBeUndefined();
});

test('declared codes are checked, never shown, and name each other body once', () => {
  const grounds = affiliateGrounds([two, '51170019900101001X', one, two], one);
  expect(grounds.map(({ article, pointer }) => [article, pointer])).toEqual([
    ['GBT-32100', '/affiliates/1'],
    ['OPS-6', '/affiliates/2'],
    ['OPS-6', '/affiliates/3'],
  ]);
  expect(JSON.stringify(grounds)).not.toContain('5117001990');
});

test('an operator declares them when it applies and whenever they change', () => {
  const applying = (affiliates: string[]) => given(qualification).when({ ...applyForQualification, affiliates });
  expect(cited(applying([one]))).toEqual(['OPS-6']);
  expect(applying([two]).state).toMatchObject({ affiliates: [two] });
  const declare = { type: 'declare-affiliates', at, actor: people.operator, creditCode: one } as const;
  const applied = given(qualification).and(applyForQualification);
  const declared = applied.when({ ...declare, affiliates: [three], document: documentOf('affiliates') });
  expect(declared.state).toMatchObject({ affiliates: [three] });
  expect(cited(applied.when({ ...declare, affiliates: [one], document: documentOf('affiliates') }))).toEqual(['OPS-6']);
});

test('what the operator or its affiliate handed in is not authorized to it', () => {
  const drafted = given(agreement).and(draftAgreement);
  const from = (creditCode: string) => ({
    ...factsOf({ source: { creditCode, affiliates: [] } }),
    operator: { ...facts.operator, affiliates: [two] },
  });
  const proposing = (creditCode: string) => drafted.when({ ...proposeAgreement, facts: from(creditCode) });
  expect([cited(proposing(one)), cited(proposing(two)), cited(proposing(three))]).toEqual([['OPS-6'], ['OPS-6'], []]);
  expect(pointers(proposing(two))).toEqual(['/contents/resources/datasets/0']);
});
