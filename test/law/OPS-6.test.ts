import { expect, test } from 'vitest';
import { affiliateGrounds, redevelopmentGrounds, related } from '../../shared/domain/affiliates.ts';

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
