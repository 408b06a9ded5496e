import type { Text } from '../law/roles.ts';

/** What a field name suggests about persons. One name gets the first category that fits, the gravest first. */
export type SensitiveCategory = 'identity' | 'bank' | 'biometric' | 'health' | 'account' | 'contact' | 'address';

export interface SensitiveItem {
  /** The name as it was given. */
  readonly name: string;
  readonly category: SensitiveCategory;
  readonly reason: Text;
}

/**
 * Names of information items 信息项 that suggest identity, bank or contact data of persons; such an entry cannot stay
 * open until a person confirms. It errs closed: a bare 联系电话 or 地址 counts as a person's; only a name that itself says
 * office, unit or place (单位电话, 经营地址) passes, and never when it also names a person (企业法定代表人电话).
 * @see DZ-24, DZ-25
 */
export function sensitiveItems(names: readonly string[]): readonly SensitiveItem[] {
  return names.flatMap((name) => {
    const category = categoryOf(plain(name));
    return category ? [{ name, category, reason: reasons[category] }] : [];
  });
}

/** A longer name is judged by its beginning: bounds the work for hostile input. */
const NAME_CHARACTERS = 400;

/** Order is precedence. Names arrive in NFKC, lower case, without spaces and separators. */
const patterns: readonly (readonly [SensitiveCategory, RegExp])[] = [
  ['identity', /身份证|身分证|证件(?:编|号)|^证号|护照|通行证号|驾驶证|军官证|居住证|出生证/],
  ['identity', /社保卡|社保号|社会保障号|社会保障卡|医保卡|医保号|纳税人识别号|学籍号|准考证|车牌|号牌号码/],
  ['identity', /姓名|^姓$|自然人名称|出生(?:日期|年月|时间)|生日(?!期)|^民族$|政治面貌|婚姻|宗教信仰|户口|亲属/],
  ['identity', /idcard|^id(?:no|number)|identity|passport|birth(?:date|day)|dateofbirth|(?:full|first|last|sur)name/],
  ['bank', /开[户产]银?行|银行(?:卡|[账帐][号户])|[账帐]户|卡号|户名|存折|征信|收入明细/],
  ['bank', /bank(?:account|card|no)|iban|cardn(?:o|umber)|creditscore/],
  ['biometric', /指纹|掌纹|虹膜|声纹|步态|人脸|面部|人像|头像|(?:个人|本人|证件|免冠)照|dna|基因/],
  ['biometric', /fingerprint|faceimage|faceid|iris|voiceprint|biometric/],
  ['health', /病历|病史|病情|诊断|疾病|患病|患者|血型|残疾|过敏|体检|用药|处方|传染病|精神障碍/],
  ['health', /diagnos|medicalrecord|disease|bloodtype|disabilit|patient/],
  ['account', /[账帐]号|密码|口令|用户名|登录名|password|passcode|username|loginname|accountn(?:o|ame|umber)/],
  ['contact', /手机|移动电话|联系方式|联系人|微信|qq号|^qq$|mobile|wechat|cellphone/],
  ['contact', /电话(?!亭)|邮箱|电子邮件|phone|^tel|e?mail/],
  ['address', /住址|住所|户籍|居住(?!用地|指数|区)|家庭|门牌|行踪|轨迹|地址|通讯处|address/],
];

/** Words that make it a person's, whatever else the name says. */
const person =
  /法定代表人|法人代表|法人姓名|负责人|经办人|经营者|申请人|委托人|受托人|监护人|业主|户主|本人|个人|自然人|家庭|家长|居民|学生|员工|老人|联系人|手机|姓名|person|owner|home/;

/** Words by which a phone, mail or address says itself to be an office's or a place's. */
const office =
  /单位|企业|公司|机构|办公|部门|窗口|值班|咨询|监督|举报|投诉|服务|客服|热线|救援|对外|注册|登记|经营|生产|施工|项目|工程|场所|学校|医院|医疗|药店|门店|景区|社区|公墓|农家乐|饭店|酒店|站点|网点|设施|厕所|公厕|总机|机关|代理公司|ip地址|网络地址|网站|链接|url|office|company|hotline|service|enterprise|organi[sz]ation|website/;

/** A measure over many, not a value of one: 残疾人就业人数, 账户数. */
const statistic =
  /(?:人数|户数|数量|总数|件数|次数|个数|例数|账户数|人口|合计|占比|比例|比重|率|(?<!ac)count|total)(?:\(.*\))?$/;

const reasons: Readonly<Record<SensitiveCategory, Text>> = {
  identity: { zh: '信息项疑似个人身份信息', en: 'it suggests the identity of a person' },
  bank: { zh: '信息项疑似银行账户信息', en: 'it suggests bank data' },
  biometric: { zh: '信息项疑似生物识别信息', en: 'it suggests biometric data' },
  health: { zh: '信息项疑似个人健康信息', en: 'it suggests health data of a person' },
  account: { zh: '信息项疑似账号或口令', en: 'it suggests an account or its secret' },
  contact: { zh: '信息项疑似个人联系方式', en: 'it suggests contact data of a person' },
  address: { zh: '信息项疑似个人住址或行踪', en: 'it suggests where a person lives or goes' },
};

function categoryOf(name: string): SensitiveCategory | undefined {
  if (statistic.test(name)) return undefined;
  const category = patterns.find(([, pattern]) => pattern.test(name))?.[0];
  const ofAnOffice = (category === 'contact' || category === 'address') && office.test(name) && !person.test(name);
  return ofAnOffice ? undefined : category;
}

function plain(name: string): string {
  return name
    .slice(0, NAME_CHARACTERS)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_.\-·]+/g, '');
}
