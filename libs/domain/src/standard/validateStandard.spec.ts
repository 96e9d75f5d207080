import { expect, test } from 'vitest';
import { HGT_6313_2024 } from './edition.js';
import { validateStandard } from './validateStandard.js';
test('x', () => { expect(validateStandard(HGT_6313_2024)).toEqual([]); });
