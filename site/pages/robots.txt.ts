/** Everything may be read by search engines. Read by them only where the site is at its host's root. */
import type { APIRoute } from 'astro';
import { absoluteUrl } from '../words/address.ts';
import { url } from '../words/url.ts';

export const GET: APIRoute = () =>
  new Response(`User-agent: *\nAllow: /\nSitemap: ${absoluteUrl(url('sitemap.xml'))}\n`, {
    headers: { 'Content-Type': 'text/plain; charset=utf-8' },
  });
