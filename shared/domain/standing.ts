import type { ArticleId } from '../law/articles/titles.ts';
import type { LegalRole, Text } from '../law/roles.ts';
import type { Instant } from '../law/time.ts';
import type { Reason } from './admission.ts';
import type { Gate, Links } from './gate.ts';

/*
 * What supply must stand on for as long as it goes on, and not only when a channel is opened: judged anew at every
 * request from what the gates say, so that it stops with the listing's transaction or at the very moment of a last day,
 * and goes on when it stands again. No hold is placed, so none has to be lifted and none of others is touched.
 */

/** A contractor of the platform is supplied only while its contract and its review are in force. @see DZ-46 */
export function unreviewed({ reviewed }: Gate, now: Instant): readonly Reason[] {
  const missing = reviewed && !(reviewed.until !== undefined && now < reviewed.until);
  return missing ? [{ gate: 'organization', ...texts.unreviewed }] : [];
}

/**
 * Core data and data whose source is disputed stay out of operation unless the agreement has a recorded basis (LOCAL-1);
 * important data needs a risk assessment that counts now (NDR-31). Operation alone: sharing and opening have rules of
 * their own.
 */
export function barredData(
  { level, disputed, assessed }: Gate,
  { excepts, declared }: Gate,
  { dataset, basis }: Pick<Links, 'dataset' | 'basis'>,
  now: Instant,
): readonly Reason[] {
  if (basis.kind !== 'agreement') return [];
  const current = declared?.includes(dataset) || (assessed !== undefined && now < assessed);
  return [
    ...(level === 'core' && !excepts ? [{ gate: 'dataset' as const, ...texts.core }] : []),
    ...(disputed !== undefined && !excepts ? [{ gate: 'dataset' as const, ...texts.disputed }] : []),
    ...(level === 'important' && !current ? [{ gate: 'dataset' as const, ...texts.unassessed }] : []),
  ];
}

interface Bar {
  readonly article: ArticleId;
  readonly detail: Text;
  readonly liftedBy: readonly LegalRole[];
}

const texts = {
  unreviewed: {
    article: 'DZ-46',
    detail: {
      zh: '平台服务提供方的安全审查或保密协议缺失或已到期',
      en: 'a contractor of the platform without a security review and a confidentiality contract in force',
    },
    liftedBy: ['operating-agency', 'data-authority'],
  },
  core: {
    article: 'LOCAL-1',
    detail: {
      zh: '该数据已被列为核心数据，不得授权运营',
      en: 'it is listed as core data, which is barred from operation',
    },
    liftedBy: ['security-organ', 'data-authority'],
  },
  disputed: {
    article: 'LOCAL-1',
    detail: { zh: '该数据来源争议未决', en: 'a dispute about its source is open' },
    liftedBy: ['data-authority'],
  },
  unassessed: {
    article: 'NDR-31',
    detail: {
      zh: '该数据为重要数据，须有在有效期内的风险评估',
      en: 'it is important data and needs a risk assessment in force',
    },
    liftedBy: ['source-unit', 'grantor', 'operating-agency', 'data-authority'],
  },
} as const satisfies Record<string, Bar>;
