#!/bin/sh
# A deploy script as an organisation might have one: deploy.sh VERB KEY VERSION DIGEST PREVIOUS PERCENT.
# Its world is the folder STATE: `live` has a line "version digest percent" for each version that runs,
# `calls` every effect it was asked for, `effects` every one it performed. The file `fault` says which
# verb misbehaves, how, and whether the effect takes place; it is met once. DEDUP=key remembers keys.
set -eu
verb=$1 key=${2:-} version=${3:-} digest=${4:-} previous=${5:-none} percent=${6:-0}
cd "$STATE"

observe() {
  if [ -e wrong ]; then rm wrong; echo 'Welcome'; exit 0; fi
  list=
  while read -r v d p; do
    list="$list${list:+,}{\"version\":\"$v\",\"digest\":\"$d\",\"percent\":$p,\"healthy\":true}"
  done <live
  printf '{"live":[%s],"staged":[]}\n' "$list"
}

perform() {
  if [ "$DEDUP" = key ] && grep -qxF "$key" keys; then return 0; fi
  : >next
  case $verb in
    start)
      cat live >next
      grep -qF "$digest" live || echo "$version $digest 0" >>next ;;
    shift)
      while read -r v d p; do
        if [ "$d" = "$digest" ]; then p=$percent
        elif [ "$d" = "$previous" ]; then p=$((100 - percent))
        else p=0; fi
        echo "$v $d $p" >>next
      done <live ;;
    finish)
      while read -r v d p; do
        if [ "$d" = "$digest" ]; then echo "$v $d 100" >>next
        elif [ "$d" = "$previous" ]; then echo "$v $d 0" >>next; fi
      done <live ;;
  esac
  # Level-based: what is so already is no second effect.
  if [ "$DEDUP" = cas ] && cmp -s next live; then return 0; fi
  mv next live
  echo "$key" >>effects
  echo "$key" >>keys
}

case $verb in
  resolve) printf '{"version":"%s","digest":"%s"}\n' "$version" "$(cat "version-$version")"; exit 0 ;;
  observe) observe; exit 0 ;;
esac

echo "$key" >>calls
fault= took=
if [ -e fault ]; then read -r on fault took <fault; [ "$on" = "$verb" ] && mv fault met || fault= ; fi
[ "$fault" = lie ] && exit 0
[ "$fault" = weather ] && { echo 'come back later' >&2; exit 69; }
[ "$fault" = wrong ] && : >wrong
if [ -z "$fault" ] || [ "$took" = yes ] || [ "$fault" = wrong ]; then perform; fi
case $fault in
  hang) exec sleep 5 ;;
  drip) while :; do printf .; sleep 0.1; done ;;
  cut) kill -9 $$ ;;
esac
