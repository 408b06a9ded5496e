import type { Text } from '../../../shared/law/roles.ts';
import { connect } from '../client.ts';
import { type Agreed, agreed } from '../demo/agreement.ts';
import { castOf } from '../demo/cast.ts';
import { catalogued } from '../demo/catalogue.ts';
import type { OwnKey } from '../demo/keys.ts';
import { type Machine, machineOf } from '../demo/machine.ts';
import { planned } from '../demo/plan.ts';
import { accepted } from '../demo/seen.ts';
import { type Stage, stageOf } from '../demo/stage.ts';
import { opened } from '../demo/supply.ts';
import { Trouble } from '../terminal.ts';

/** A channel that exists for one drill: its own plan, agreement, channel and key, so that nobody else's supply is touched. */
export interface Shadow {
  readonly stage: Stage;
  readonly agreed: Agreed;
  readonly channel: string;
  readonly machine: Machine;
  readonly key: OwnKey;
  /** Its key opens nothing any more. */
  readonly retire: () => Promise<void>;
}

/** What lies upstream and may be read: the drill reads the first rows of it. */
const SUPPLIED = 'listed-companies';
const OPERATOR = 'bashu-data';

/** Makes the shadow through the platform's own API, with the parts of the demonstration. @throws Trouble where a step fails */
export async function shadowOf(origin: string, onChapter: (title: Text) => void): Promise<Shadow> {
  const failed: string[] = [];
  const stage = stageOf(origin, castOf(origin), {
    chapter: onChapter,
    step: (one) => {
      if (one.failed) failed.push(`${one.zh}: ${one.failed.expected} / ${one.failed.came}`);
    },
  });
  try {
    const entry = await catalogued(stage);
    const qualification = await planned(stage, [SUPPLIED, entry.dataset]);
    const terms = await agreed(stage, { qualification, supplied: SUPPLIED, catalogued: entry });
    const { channel, key } = await opened(stage, terms);
    const retire = async () => {
      const step = { by: 'bashu-operator', article: 'POLICY-9', zh: '撤销演练密钥', en: 'revoke the key' } as const;
      await stage.play(step, async (me) =>
        accepted()(await me.remove(`/organizations/${OPERATOR}/keys/${key.thumbprint}`)),
      );
    };
    const machine = machineOf(connect(origin), OPERATOR, { channel, purpose: terms.purpose }, key);
    return { stage, agreed: terms, channel, machine, key, retire };
  } catch (error) {
    const [why = String(error)] = failed;
    throw new Trouble({ zh: `演练通道未能建立：${why}`, en: `no shadow channel: ${why}` }, { cause: error });
  }
}
