import type { Article } from './article.ts';

type Instrument = Pick<Article, 'source' | 'rank' | 'since' | 'until'>;

/** The regulation this system exists for; five years from its start (DZ-53). */
export const dazhou = {
  source: {
    zh: '《达州市公共数据管理办法》达市府规〔2025〕1号，2025年3月1日起施行，有效期五年',
    en: 'Dazhou Public Data Administration Measures, Da Shi Fu Gui [2025] No. 1, in force from 2025-03-01 for five years',
  },
  rank: 'normative',
  since: '2025-03-01',
  until: '2030-02-28',
} as const satisfies Instrument;

export const registration = {
  source: {
    zh: '《公共数据资源登记管理暂行办法》发改数据规〔2025〕26号',
    en: 'Interim Measures for the Registration of Public Data Resources, Fa Gai Shu Ju Gui [2025] No. 26',
  },
  rank: 'normative',
  since: '2025-03-01',
} as const satisfies Instrument;

export const operation = {
  source: {
    zh: '《公共数据资源授权运营实施规范（试行）》发改数据规〔2025〕27号',
    en: 'Norms for the Authorized Operation of Public Data Resources (trial), Fa Gai Shu Ju Gui [2025] No. 27',
  },
  rank: 'normative',
  since: '2025-03-01',
} as const satisfies Instrument;

export const price = {
  source: {
    zh: '公共数据资源授权运营价格形成机制的通知，发改价格〔2025〕65号',
    en: 'Notice on pricing of authorized operation of public data resources, Fa Gai Jia Ge [2025] No. 65',
  },
  rank: 'normative',
  since: '2025-03-01',
} as const satisfies Instrument;

export const order809 = {
  source: {
    zh: '《政务数据共享条例》国务院令第809号',
    en: 'Government Data Sharing Regulations, State Council Order 809',
  },
  rank: 'regulation',
  since: '2025-08-01',
} as const satisfies Instrument;

export const civilCode = {
  source: { zh: '《中华人民共和国民法典》', en: 'Civil Code' },
  rank: 'law',
  since: '2021-01-01',
} as const satisfies Instrument;

export const dataSecurity = {
  source: { zh: '《中华人民共和国数据安全法》', en: 'Data Security Law' },
  rank: 'law',
  since: '2021-09-01',
} as const satisfies Instrument;

export const personalInformation = {
  source: { zh: '《中华人民共和国个人信息保护法》', en: 'Personal Information Protection Law' },
  rank: 'law',
  since: '2021-11-01',
} as const satisfies Instrument;

/** Amended from 2026-01-01: the numbers cited here are those of the text before, to be checked against the new one. */
export const cybersecurity = {
  source: {
    zh: '《中华人民共和国网络安全法》（2026年修订前条号，上线前须核对）',
    en: 'Cybersecurity Law (article number before the 2026 amendment, to be checked before launch)',
  },
  rank: 'law',
  since: '2017-06-01',
} as const satisfies Instrument;

export const electronicSignature = {
  source: { zh: '《中华人民共和国电子签名法》', en: 'Electronic Signature Law' },
  rank: 'law',
  since: '2005-04-01',
} as const satisfies Instrument;

export const administrativeLicensing = {
  source: { zh: '《中华人民共和国行政许可法》', en: 'Administrative Licensing Law' },
  rank: 'law',
  since: '2004-07-01',
} as const satisfies Instrument;

/** As revised in 2023; not in the project's sources, number and period to be checked before launch. */
export const administrativeReview = {
  source: {
    zh: '《中华人民共和国行政复议法》（2023年修订）',
    en: 'Administrative Reconsideration Law (2023 revision)',
  },
  rank: 'law',
  since: '2024-01-01',
} as const satisfies Instrument;

export const administrativeLitigation = {
  source: { zh: '《中华人民共和国行政诉讼法》', en: 'Administrative Litigation Law' },
  rank: 'law',
  since: '2015-05-01',
} as const satisfies Instrument;

export const administrativeAgreements = {
  source: {
    zh: '《最高人民法院关于审理行政协议案件若干问题的规定》法释〔2019〕17号',
    en: 'Supreme People’s Court, provisions on administrative agreement cases, Fa Shi [2019] No. 17',
  },
  rank: 'judicial',
  since: '2020-01-01',
} as const satisfies Instrument;

export const networkData = {
  source: {
    zh: '《网络数据安全管理条例》国务院令第790号',
    en: 'Network Data Security Regulations, State Council Order 790',
  },
  rank: 'regulation',
  since: '2025-01-01',
} as const satisfies Instrument;

/** Our own procedure, proposed by the project. */
export const policy = {
  source: {
    zh: '本系统程序规则；通过决定：上线前由运行单位的主管机关审议通过并填写文号，目前尚无',
    en: 'Procedure of this system; adopting decision: none yet, to be adopted and numbered by the operating authority before launch',
  },
  rank: 'policy',
} as const satisfies Instrument;

/** A setting of the city, with a default proposed by the project. */
export const local = {
  source: {
    zh: '本市设置，系统给出默认值；通过决定：上线前由市级公共数据主管部门确定并填写文号，目前尚无',
    en: 'City setting with a default of this system; adopting decision: none yet, to be set and numbered by the city data authority before launch',
  },
  rank: 'local',
} as const satisfies Instrument;
