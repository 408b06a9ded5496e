import { dataset } from '../../shared/domain/dataset.ts';
import type { Entry } from '../../shared/domain/dataset-entry.ts';
import { levelOf } from '../../shared/domain/dataset-marks.ts';
import type { Dataset } from '../../shared/domain/dataset-schema.ts';
import { organization } from '../../shared/domain/organization.ts';
import { registration } from '../../shared/domain/registration.ts';
import { shownText, warning } from '../../shared/domain/warning.ts';
import type { Instant, LocalDate } from '../../shared/law/time.ts';
import { isCoded } from '../../shared/registered.ts';
import { listByKind, type Page, type PageRequest } from '../../shared/store/lists.ts';
import type { Context } from '../../shared/store/store.ts';
import { loadHead } from '../../shared/store/unit.ts';

/** A published entry as anybody may see it: an office contact, never a person's. */
export interface PublicEntry extends Entry {
  readonly id: string;
  readonly unit: string;
  readonly jurisdiction: string;
  readonly version: number;
  readonly publishedAt: Instant;
}

/** The public part of the catalogue, one page of one jurisdiction; pages can be shorter than asked. @see DZ-26, DZ-27 */
export async function publicEntries(
  store: Context,
  jurisdiction: string,
  page: PageRequest,
): Promise<Page<PublicEntry>> {
  const listed = await listByKind(store, { kind: 'dataset', jurisdiction, status: 'published' }, page);
  const nameOf = unitNames(store);
  const found = await Promise.all(listed.items.map(({ id }) => publicEntry(store, id, nameOf)));
  const items = found.filter((entry) => entry !== undefined);
  return listed.cursor === undefined ? { items } : { items, cursor: listed.cursor };
}

/** One entry; `undefined` when there is none, or none that is public. */
export async function publicEntry(
  store: Context,
  id: string,
  nameOf = unitNames(store),
): Promise<PublicEntry | undefined> {
  const { state } = await loadHead(store, dataset, id);
  if (!isPublic(state)) return undefined;
  const { entry, jurisdiction, version, publishedAt, source } = state;
  return { ...entry, id, unit: await nameOf(source), jurisdiction, version, publishedAt };
}

type Published = Extract<Dataset, { status: 'published' }>;

/** Entries not to open, and those of important or core level, are no part of the open catalogue (DZ-24, DZ-44). */
function isPublic(state: Dataset): state is Published {
  return state.status === 'published' && state.entry.opening.attribute !== 'none' && levelOf(state) === 'general';
}

/** A public warning in force 警示信息. */
export interface PublicWarning {
  readonly id: string;
  readonly issuer: string;
  readonly text: string;
  readonly since: Instant;
}

/** Warnings in force, newest first. A warning says nothing of the incident behind it. @see DZ-45 */
export async function warnings(store: Context, jurisdiction: string, page: PageRequest): Promise<Page<PublicWarning>> {
  const listed = await listByKind(store, { kind: 'warning', jurisdiction, status: 'published' }, page);
  const nameOf = unitNames(store);
  const found = await Promise.all(
    listed.items.map(async ({ id }): Promise<PublicWarning | undefined> => {
      const { state } = await loadHead(store, warning, id);
      // The index follows within moments: one that was lifted meanwhile is not shown.
      if (state.status !== 'published' || !state.done.publish) return undefined;
      return { id, issuer: await nameOf(state.issuer), text: shownText(state), since: state.done.publish.at };
    }),
  );
  const items = found.filter((one) => one !== undefined);
  return listed.cursor === undefined ? { items } : { items, cursor: listed.cursor };
}

/** A registration in public notice. `fields` are the four of REG-12 and nothing else; id and end are the notice's own. */
export interface Notice {
  readonly id: string;
  readonly endsAt: Instant;
  readonly fields: {
    readonly title: string;
    readonly registrants: readonly string[];
    /** 登记类型: only a first registration is published before it is coded. */
    readonly kind: 'first';
    readonly description: string;
  };
}

/** Registrations in notice now, soonest published first. The end is told exclusively: at this moment it is over. */
export async function notices(store: Context, jurisdiction: string, page: PageRequest): Promise<Page<Notice>> {
  const listed = await listByKind(store, { kind: 'registration', jurisdiction, status: 'in-notice' }, page);
  const nameOf = unitNames(store);
  const found = await Promise.all(
    listed.items.map(async ({ id }): Promise<Notice | undefined> => {
      const { state } = await loadHead(store, registration, id);
      if (state.status !== 'in-notice') return undefined;
      const { title, description, clock } = state;
      const registrants = await Promise.all(state.registrants.map(nameOf));
      return { id, endsAt: clock.dueAt, fields: { title, registrants, kind: 'first', description } };
    }),
  );
  const items = found.filter((notice) => notice !== undefined);
  return listed.cursor === undefined ? { items } : { items, cursor: listed.cursor };
}

/** A line of the register. */
export interface Registered {
  readonly number: string;
  readonly title: string;
  readonly registrants: readonly string[];
  readonly category: 'resource' | 'product';
  readonly expiresOn: LocalDate;
}

/** What is coded and valid in one jurisdiction, newest first. @see REG-13 */
export async function registered(store: Context, jurisdiction: string, page: PageRequest): Promise<Page<Registered>> {
  const listed = await listByKind(store, { kind: 'registration', jurisdiction, status: 'coded' }, page);
  const nameOf = unitNames(store);
  const found = await Promise.all(
    listed.items.map(async ({ id }): Promise<Registered | undefined> => {
      const { state } = await loadHead(store, registration, id);
      if (!isCoded(state)) return undefined;
      const { number, title, category, expiresOn } = state;
      return { number, title, category, expiresOn, registrants: await Promise.all(state.registrants.map(nameOf)) };
    }),
  );
  const items = found.filter((one) => one !== undefined);
  return listed.cursor === undefined ? { items } : { items, cursor: listed.cursor };
}

/** Names of organizations, each read once for one answer. */
function unitNames(store: Context): (id: string) => Promise<string> {
  const known = new Map<string, Promise<string>>();
  return (id) => {
    const asked =
      known.get(id) ?? loadHead(store, organization, id).then(({ state }) => ('title' in state ? state.title : id));
    known.set(id, asked);
    return asked;
  };
}
