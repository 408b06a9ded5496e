import type { Actor } from '../../shared/domain/decision.ts';
import { Once } from '../../shared/http/desk.tsx';
import { words } from '../../shared/http/desk-words.ts';
import type { Language } from '../../shared/http/problem.ts';
import { lawPath } from '../../shared/http/problem.ts';
import type { Proceeded } from '../../shared/kinds.ts';
import { Fact } from './form.tsx';

interface Opened {
  readonly kind: Proceeded;
  readonly actor: Actor;
  readonly language: Language;
  /** What is known already, by fact. */
  readonly known: Readonly<Record<string, string | undefined>>;
}

/** The step that opens a proceeding, as a form for whoever may take it; it is unfolded when something is known already. */
export function Opening({ kind, actor, language, known }: Opened) {
  const [name, step] = Object.entries(kind.machine.steps).find(([, { from }]) => !from) ?? [];
  if (!name || !step?.by.some((role) => actor.roles.includes(role))) return null;
  const facts = Object.entries({ ...kind.machine.opening, ...step.facts });
  return (
    <details class="act" open={Object.values(known).some((one) => one !== undefined)}>
      <summary>
        <strong>{step.label[language]}</strong> <a href={lawPath(step.article)}>{step.article}</a>
      </summary>
      <form method="post" action={kind.base}>
        <input type="hidden" name="_to" value={`/console${kind.base}`} />
        <Once />
        {facts
          .filter(([fact]) => !kind.filled.includes(fact))
          .map(([fact, schema]) => (
            <Fact name={fact} schema={schema} language={language} value={known[fact]} />
          ))}
        <label class="sure">
          <input type="checkbox" required />
          {words.sure[language]}
        </label>
        <button type="submit">{step.label[language]}</button>
      </form>
    </details>
  );
}
