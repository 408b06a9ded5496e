import * as fc from 'fast-check';
import { agreement } from '../../../shared/domain/agreement.ts';
import type { Agreement, AgreementCommand, AgreementEvent } from '../../../shared/domain/agreement-schema.ts';
import { localDate } from '../../../shared/law/time.ts';
import {
  contents,
  draftAgreement,
  facts,
  factsOf,
  people,
  proposeAgreement,
  proposeTermination,
  serveNotice,
  signAs,
  at as signedAt,
  takeEffect,
  without,
  written,
} from '../examples.ts';
import { actor, documentOf, hashOf, after as shift } from '../given.ts';
import { cases, measures, placed } from './holds.ts';
import type { Book, Walk } from './walk.ts';

const { authority, grantor, system } = people;
const versions = fc.constantFrom(
  written,
  written,
  { ...written, textHash: hashOf('c'), scope: hashOf('d') },
  { ...written, contents: without('breach', 'close') },
);
const known = fc.constantFrom(facts, facts, facts, factsOf({ level: 'core' }), factsOf({ disputed: true }));

const book: Book<AgreementCommand> = {
  draft: versions.map((version) => (at) => ({ ...draftAgreement, ...version, at })),
  edit: versions.map((version) => (at) => ({ type: 'edit', at, actor: grantor, ...version })),
  propose: known.map((one) => (at) => ({ ...proposeAgreement, at, facts: one })),
  sign: fc
    .tuple(
      fc.constantFrom('grantor' as const, 'operator' as const),
      fc.constantFrom('a', 'a', 'c'),
      fc.integer({ min: 0, max: 9 }),
    )
    .map(([side, hash, n]) => (at) => ({ ...signAs(side), at, textHash: hashOf(hash), electronic: n > 0 })),
  withdraw: fc.constant((at) => ({ type: 'withdraw', at, actor: grantor })),
  'take-effect': known.map((one) => (at) => ({ ...takeEffect, at, facts: one })),
  'propose-amendment': fc.tuple(versions, known).map(([version, one]) => (at) => ({
    type: 'propose-amendment',
    at,
    actor: grantor,
    ...version,
    facts: one,
  })),
  'record-filing': fc.constant((at) => ({ type: 'record-filing', at, actor: grantor, number: '川备〔2026〕2号' })),
  hold: placed.map((hold) => (at) => ({ type: 'hold', at, actor: authority, hold: hold(at) })),
  release: fc.tuple(cases, measures).map(([caseId, lifted]) => (at) => ({
    type: 'release',
    at,
    actor: authority,
    case: caseId,
    measures: lifted,
  })),
  'propose-termination': fc.constant((at) => ({ ...proposeTermination, at })),
  'decline-termination': fc.constant((at) => ({
    type: 'decline-termination',
    at,
    actor: grantor,
    reason: documentOf('reason'),
  })),
  'serve-notice': fc
    .constantFrom(grantor, people.grantorHead)
    .map((who) => (at) => ({ ...serveNotice, at, actor: who })),
  'record-delivery': fc.constantFrom(0, -1, 1).map((ms) => (at) => ({
    type: 'record-delivery',
    at,
    actor: grantor,
    deliveredAt: shift(at, ms),
    proof: documentOf('proof'),
  })),
  expire: fc.constant((at) => ({ type: 'expire', at, actor: system })),
  'lapse-signing': fc.constantFrom(system, grantor).map((who) => (at) => ({ type: 'lapse-signing', at, actor: who })),
  'propose-renewal': fc
    .tuple(known, fc.constantFrom('2032-10-31' as const, '2036-10-31' as const))
    .map(([one, until]) => (at) => ({
      type: 'propose-renewal',
      at,
      actor: grantor,
      ...written,
      contents: { ...contents, term: { ...contents.term, until } },
      facts: one,
    })),
  evaluate: fc.constantFrom('passed' as const, 'failed' as const).map((result) => (at) => ({
    type: 'evaluate',
    at,
    actor: grantor,
    result,
    document: documentOf('evaluation'),
  })),
  dispose: fc.constantFrom('weather', 'weather', 'other').map((dataset) => (at) => ({
    type: 'dispose',
    at,
    actor: people.operator,
    dataset,
    how: 'deleted',
    on: localDate(at),
    certificate: documentOf('deletion'),
  })),
  settle: fc.constant((at) => ({ type: 'settle', at, actor: grantor, certificate: documentOf('certificate') })),
};

export const agreementWalk: Walk<Agreement, AgreementCommand, AgreementEvent> = {
  machine: agreement,
  rare: ['withdraw', 'edit', 'settle'],
  // Mostly days, or the five years would be over before both sides have signed.
  startsAt: signedAt,
  waits: [...Array.from({ length: 24 }, (_, day) => day * 3_600_000), 2_000 * 24 * 3_600_000],
  book,
  cast: [...Object.values(people), actor('x', 'nowhere'), actor('zhou', 'other', 'operator')],
};
