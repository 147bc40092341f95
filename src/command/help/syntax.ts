/** The page of `help syntax`: the language on one screen. */
export const SYNTAX_PAGE = `a command            proxies top 10 --country DE
rows through a pipe  proxies list | where country = DE and latency < 300ms | sort -score | first 20
into a file          proxies top 50 | to csv > ./top.csv          (>> adds to the end)
several commands     scrape; check --limit 500                    (one a line, or with ;)
comment              # up to the end of the line
a long line          goes on after \\ at its end, inside ( [ and after or before |

variables            let want = 50         let alive = (proxies stats).working
                     $want  $row.address  "only $alive of \${want}"
strings              'as it stands'   "with $variables, \\n and \\t"
units                300ms 5s 2h 1d    512kb 10mb    7.5%
lists                [DE, FR, US]   DE,FR,US

filters              where status = working and (country in DE,FR or latency < 300ms)
                     = != < <= > >=   ~ !~ regular expression   in   not in   and or not
conditions           if $alive < $want { … } elif not $last.ok { … } else { … }
loops                for cc in [DE, FR] { … }   while $n < 5 { … }   repeat 3 every 10s { … }
your own             def best n: int = 5 { proxies top $n | where latency < 1s }   best 3 | count
                     alias de = proxies top 10 --country DE   source ./helpers.refbot
in the background    check @all &   jobs   wait 3   kill 3
errors               scrape ?   lets it fail: $last.ok, $last.exit, $last.error
                     try { … } catch err { echo $err.message }   timeout 30s { … }
scripts              param want: int = 50   assert $alive > $want "too few"   exit 3
proxies              12   192.0.2.7:3128   @all   @top 10   where country = DE
`;
