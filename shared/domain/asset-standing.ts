import type { Registration } from './registration-schema.ts';

/** `due` and `overdue`: a first supply made it owed; `unregistered`: nothing obliges yet, it may be registered. */
export const assetStandings = ['registered', 'under-way', 'due', 'overdue', 'lapsed', 'unregistered'] as const;
export type AssetStanding = (typeof assetStandings)[number];

/** How an asset of a unit stands with its registration, as the unit's inventory 资产清单 says it. @see DZ-39 */
export function assetStanding(state: Registration): AssetStanding {
  switch (state.status) {
    case 'none':
    case 'ended':
      return 'unregistered';
    case 'due':
    case 'overdue':
      return state.status;
    case 'coded':
    case 'amending':
    case 'amendment-accepted':
      return 'registered';
    case 'expired':
    case 'deregistered':
    case 'revoked':
      return 'lapsed';
    case 'applied':
    case 'returned':
    case 'accepted':
    case 'reviewed':
    case 'in-notice':
      return 'under-way';
  }
}
