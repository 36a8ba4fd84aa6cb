/** All experiments as the gallery orders and filters them, each with its page; fetched when a reader asks for that. */
import type { APIRoute } from 'astro';
import { gallery } from '../data/gallery.ts';
import { jsonResponse } from './experiments/[id]/_routes.ts';

export const GET: APIRoute = async () => jsonResponse((await gallery()).entries, 6);
