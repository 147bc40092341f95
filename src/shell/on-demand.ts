/**
 * What the shell loads when a key asks for it: what lies over the panels, pictures, the person's own editor. At once, not
 * in a later turn: the next key is meant for what this one opened.
 */
import { loadNow, siblingModule } from '../lib/sibling.ts';

type Overlays = typeof import('./overlays/open-overlay.ts');
type Pictures = typeof import('./screenshot/save-screen.ts');
type Editing = typeof import('./prompt/edit-outside.ts');

export const openOverlay: Overlays['openOverlay'] = (name, world) =>
  loadNow<Overlays>(siblingModule(import.meta.url, './overlays/open-overlay')).openOverlay(name, world);

export const saveScreen: Pictures['saveScreen'] = (...given) =>
  loadNow<Pictures>(siblingModule(import.meta.url, './screenshot/save-screen')).saveScreen(...given);

export const editOutside: Editing['editOutside'] = (...given) =>
  loadNow<Editing>(siblingModule(import.meta.url, './prompt/edit-outside')).editOutside(...given);
