import type { RegistrationEvent } from './domain/registration-schema.ts';
import { type Shown, told } from './shown-fields.ts';

const application = [
  ...(['/data/category', '/data/title', '/data/description'] as const),
  ...(['/data/registrants', '/data/agency', '/data/datasets'] as const),
];
/** The public fields of the notice (REG-12) and of the code (REG-13), and what became of both. */
export const shownOfRegistration: Shown<RegistrationEvent> = {
  'fell-due': told('首次供给，应当登记', 'first supply: registration fell due', '/data/operator'),
  applied: told('提出登记申请', 'applied for', ...application),
  accepted: told('受理', 'accepted'),
  reviewed: told('形式审查通过', 'passed formal review'),
  'notice-published': told('公示', 'public notice'),
  coded: told('赋码', 'coded', '/data/number', '/data/codedOn', '/data/expiresOn'),
  'query-code-issued': told('取得查询码', 'query code issued', '/data/queryCode'),
  changed: told('变更', 'changed', '/data/changes/title', '/data/changes/description'),
  corrected: told('更正', 'corrected', '/data/changes/title', '/data/changes/description'),
  renewed: told('续期', 'renewed', '/data/expiresOn'),
  deregistered: told('注销', 'deregistered', '/data/ground'),
  revoked: told('撤销登记', 'revoked', '/data/ground'),
  expired: told('届满', 'expired'),
};
