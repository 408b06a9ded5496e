import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shapeOf } from '../../functions/gate/shaping.ts';
import { passes } from '../../shared/domain/row-filter.ts';
import { canonical, intersect, ownFields, scope } from '../../shared/domain/scope.ts';
import { channelPseudonym, subjectPseudonym } from '../../shared/store/pseudonym.ts';
import { cells, scopes } from '../domain/scopes.ts';

const heading = ['甲', '乙', '丙', 'd', '__proto__'];
const master = new Uint8Array(32).fill(7);
const pseudonym = channelPseudonym(master, 'c-1');
const subject = subjectPseudonym(master, 'a');
/** Scopes that both allow something of the dataset `a` more often than not: what else they say shapes nothing. */
const scopesOfA = fc
  .tuple(scopes, fc.uniqueArray(fc.constantFrom(...heading), { minLength: 2 }))
  .map(([{ purpose: _, times: __, quota: ___, ...one }, a]) => ({ ...one, datasets: { ...one.datasets, a } }));
const rows = fc.array(fc.tuple(cells, cells, cells, cells, cells), { maxLength: 5 });

describe('shape', () => {
  it('lets nothing leave outside the fields and rows that every scope allows', () => {
    fc.assert(
      fc.property(scopesOfA, scopesOfA, rows, (one, other, source) => {
        // As the gate gets them: from their canonical text.
        const kept = [one, other].map((given) => scope.parse(JSON.parse(canonical(given))));
        const [a, b] = kept;
        if (!a || !b) throw new Error('two scopes');
        const permit = intersect(a, b);
        fc.pre(ownFields(permit, 'a').length > 0);
        const shape = shapeOf(heading, { dataset: 'a', permit, pseudonym, subject });
        for (const given of kept) expect(ownFields(given, 'a')).toEqual(expect.arrayContaining([...shape.names]));
        const tests = [one, other].flatMap((given) => given.rows?.a ?? []);
        const allowed = (row: readonly string[]) =>
          tests.every((test) => passes(test, row[heading.indexOf(test.field)] ?? ''));
        const left = source.map((row) => shape.row(row));
        expect(left.map((row) => row !== undefined)).toEqual(source.map(allowed));
        const forms = [one, other].flatMap((given) => given.treatments?.a ?? []);
        const whole = shape.names.flatMap((field, index) => {
          const doing = forms.filter((form) => form.field === field).map((form) => form.do);
          const cells = left.flatMap((row) => row?.[index] ?? []);
          if (doing.includes('drop')) return cells;
          return doing.includes('hash') ? cells.filter((cell) => !/^([0-9a-f]{32})?$/.test(cell)) : [];
        });
        expect(whole).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('ends a delivery when a column to filter by is missing, or cells may stand under a wrong name', () => {
    const permit = scope.parse({ v: 1, datasets: { a: ['甲'] }, rows: { a: [{ field: 'z', in: ['1'] }] } });
    expect(() => shapeOf(heading, { dataset: 'a', permit, pseudonym, subject })).toThrow('source-failed');
    const open = scope.parse({ v: 1, datasets: { a: ['甲'] } });
    const excluded = { field: 'z', subjects: [subject('x')] };
    expect(() => shapeOf(heading, { dataset: 'a', permit: open, excluded, pseudonym, subject })).toThrow(
      'source-failed',
    );
    expect(() => shapeOf(['乙'], { dataset: 'a', permit: open, pseudonym, subject })).toThrow('source-failed');
    const { row } = shapeOf(heading, { dataset: 'a', permit: open, pseudonym, subject });
    expect(() => row(['1', '2'])).toThrow('source-failed');
  });

  it('tests every column of one name', () => {
    const permit = scope.parse({ v: 1, datasets: { a: ['甲'] }, rows: { a: [{ field: '乙', in: ['1'] }] } });
    const { row } = shapeOf(['甲', '乙', '乙'], { dataset: 'a', permit, pseudonym, subject });
    expect([row(['x', '1', '1']), row(['x', '1', '2'])]).toEqual([['x'], undefined]);
  });
});

describe('pseudonym', () => {
  it('is one for one cell of a channel, another in another channel, and none of a dataset’s subjects', () => {
    expect(pseudonym('张三')).toBe(channelPseudonym(master, 'c-1')('张三'));
    const others = [
      channelPseudonym(master, 'c-2')('张三'),
      channelPseudonym(new Uint8Array(32), 'c-1')('张三'),
      subjectPseudonym(master, 'c-1')('张三'),
    ];
    expect(new Set([pseudonym('张三'), ...others]).size).toBe(4);
  });
});
