import { type Client, connect } from '../client.ts';
import { agreed } from './agreement.ts';
import { alarmed } from './alarm.ts';
import { catalogued } from './catalogue.ts';
import { closedAtOnce } from './closing.ts';
import { served } from './evidence.ts';
import { onSale, standing } from './market.ts';
import { planned } from './plan.ts';
import { keepCheckpoint, proven } from './proof.ts';
import { registered } from './registration.ts';
import { reinstated } from './reinstatement.ts';
import type { Stage } from './stage.ts';
import { supplied } from './supply.ts';
import { terminated } from './termination.ts';

/** The dataset of the demonstration city that lies upstream: a real table where one is at hand, else generated rows. */
const SUPPLIED = 'listed-companies';

/** One authorized operation, from the catalogue entry to the proof that its closing was logged. @throws Stopped */
export async function story(stage: Stage): Promise<void> {
  const kept = await keepCheckpoint(stage);
  const entry = await catalogued(stage);
  const qualification = await planned(stage, [SUPPLIED, entry.dataset]);
  const terms = await agreed(stage, { qualification, supplied: SUPPLIED, catalogued: entry });
  const channel = await supplied(stage, terms);
  await registered(stage, terms, channel.due);
  const product = await onSale(stage, terms, channel);
  await alarmed(stage, channel);
  try {
    const closed = await closedAtOnce(stage, terms, channel);
    await standing(stage.play, product, 'suspended', {
      zh: '公开页：产品随之暂停',
      en: 'the public page: suspended with it',
    });
    await reinstated(stage, terms, channel, closed);
    await terminated(stage, terms, channel);
    await proven(stage, kept, closed.event);
    await served(stage, terms.agreement, kept);
  } finally {
    await fullSpeed(connect(stage.origin));
  }
}

/** However the story ended, the next delivery on this platform is not slowed down. */
async function fullSpeed(me: Client): Promise<void> {
  await me.post('/local/pace', { bytesPerSecond: null });
}
