import * as z from 'zod';
import { supervisors } from '../law/roles.ts';
import { type Ground, refuseAll } from './decision.ts';
import { text as label, proceeding } from './proceeding.ts';
import { documentRef, id, instant } from './values.ts';

const handlers = ['operating-agency', 'source-unit', 'operator', 'chief-data-officer'] as const;
const receipt = z.string().max(60).regex(/\S/);

/**
 * Security incident 安全事件: found → plan carried out → public warned → told to 网信 and 公安, each with time and receipt
 * → closed with its review. An emergency stop is a case of its own, linked here. @see DZ-45
 */
export const incident = proceeding(
  {
    aggregate: 'incident',
    label: label('安全事件', 'incident'),
    states: {
      found: label('已发现', 'found'),
      handling: label('处置中', 'being handled'),
      closed: label('已结束', 'closed'),
    },
    opening: { unit: id, datasets: z.array(id).max(20), foundAt: instant },
    parties: { 'operating-agency': 'unit', 'source-unit': 'unit', operator: 'unit', 'chief-data-officer': 'unit' },
    party: 'unit',
    steps: {
      find: {
        by: handlers,
        article: 'DZ-45',
        label: label('登记安全事件', 'record an incident'),
        tells: ['data-authority', 'security-organ', 'chief-data-officer'],
        to: 'found',
        facts: { facts: documentRef },
      },
      act: {
        by: handlers,
        article: 'DZ-45',
        label: label('执行预案措施', 'carry out a step of the plan'),
        from: ['found', 'handling'],
        to: 'handling',
        facts: { plan: id.optional(), action: documentRef },
      },
      warn: {
        by: [...supervisors, 'operating-agency'],
        article: 'DZ-45',
        label: label('向社会发布警示', 'warn the public'),
        from: ['found', 'handling'],
        facts: { warning: id },
      },
      'report-cyberspace': {
        by: handlers,
        article: 'DZ-45',
        label: label('向网信部门报告', 'report to the cyberspace office'),
        from: ['found', 'handling'],
        facts: { reportedAt: instant, receipt, report: documentRef },
      },
      'report-police': {
        by: handlers,
        article: 'DZ-45',
        label: label('向公安机关报告', 'report to the police'),
        from: ['found', 'handling'],
        facts: { reportedAt: instant, receipt, report: documentRef },
      },
      'link-stop': {
        by: supervisors,
        article: 'DZ-45',
        label: label('关联紧急处置', 'link the emergency stop'),
        from: ['found', 'handling'],
        facts: { case: id },
      },
      close: {
        by: handlers,
        article: 'DZ-45',
        label: label('结束并复盘', 'close with a review'),
        from: ['found', 'handling'],
        to: 'closed',
        facts: { review: documentRef },
      },
    },
  },
  {
    find: ({ at, foundAt }) => late(at, foundAt, '/foundAt'),
    'report-cyberspace': ({ at, reportedAt }, { foundAt }) => late(at, reportedAt, '/reportedAt', foundAt),
    'report-police': ({ at, reportedAt }, { foundAt }) => late(at, reportedAt, '/reportedAt', foundAt),
    close: (_, { done }) => {
      const lacking: Ground[] = [];
      const lacks = (step: unknown, zh: string, en: string) =>
        step === undefined && lacking.push({ article: 'DZ-45', detail: label(`尚未${zh}`, `not yet: ${en}`) });
      lacks(done.act, '执行预案措施', 'a step of the plan');
      lacks(done['report-cyberspace'], '向网信部门报告', 'the report to the cyberspace office');
      lacks(done['report-police'], '向公安机关报告', 'the report to the police');
      return refuseAll(lacking);
    },
  },
);

/** A time that somebody tells lies neither ahead nor before what it follows. */
function late(at: string, told: string, pointer: string, after = told) {
  if (told <= at && told >= after) return undefined;
  const detail = label('时间不在事件发现与现在之间', 'this time lies ahead, or before the incident was found');
  return refuseAll([{ article: 'DZ-45', detail, pointer }]);
}
