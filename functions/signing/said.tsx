import type { Language } from '../../shared/http/problem.ts';
import type { Text } from '../../shared/law/roles.ts';

/** Where the script says what it does and what went wrong, with the words for it. */
export function Said({ language }: { readonly language: Language }) {
  const told = Object.entries(words).map(([name, text]) => [`data-${name}`, text[language]] as const);
  return (
    <>
      <p id="said" role="alert" {...Object.fromEntries(told)} />
      <noscript>
        <p class="empty">{noScript[language]}</p>
      </noscript>
    </>
  );
}

const words = {
  waiting: { zh: '请按设备的提示验证身份……', en: 'Follow your device…' },
  cancelled: {
    zh: '已取消、超时，或这台设备上没有登记过的通行密钥。什么都没有改变，可以再试一次。',
    en: 'Cancelled, timed out, or no registered passkey is on this device. Nothing was changed: try again.',
  },
  address: {
    zh: '浏览器只允许在域名下使用通行密钥，数字地址不可用。什么都没有改变；在本机演示中，请用登记过的密钥经接口签署（见“接口”页）。',
    en: 'Browsers allow passkeys under a domain name only, not at a numeric address. Nothing was changed; in the local demonstration sign with a registered key through the API.',
  },
  changed: {
    zh: '协议文本在您打开本页后已变更，没有签署。请刷新后重新阅读。',
    en: 'The text changed since you opened this page; nothing was signed. Reload and read it again.',
  },
  none: { zh: '您还没有通行密钥：请先创建并登记。', en: 'You have no passkey yet: make one and have it entered.' },
} as const satisfies Record<string, Text>;

const noScript: Text = {
  zh: '通行密钥须由浏览器脚本调用，请允许本页的脚本；也可以用密钥签名（JWS）经接口签署。',
  en: 'A passkey needs a script: allow the one of this page, or sign through the API with a key (JWS).',
};
