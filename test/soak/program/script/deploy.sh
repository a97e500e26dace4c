#!/bin/sh
# How a small organisation deploys: deploy.sh <verb> -- <service> <environment> <what src/providers/command tells>.
#
# The world of a service is the folder $SOAK_WORLD/<service>: what is `staged`, what is `live` (version, digest,
# percent), the highest `epoch` seen, and the `journal`, to which every run adds what it did:
#   <key> <epoch> <verb> did|there|refused|weather|fenced <version> [<percent>]
# $SOAK_DEDUP says how careful it is: `cas` changes only what is still as it was told; the others run blindly,
# as often as they are run, and leave it to Fairway to run them once. All of them know the fence.
# A verb named in $SOAK_SLOW takes $SOAK_BEFORE seconds before and $SOAK_AFTER after it acts.
set -eu
verb=$1 service=$3
shift 4
cd "$SOAK_WORLD/$service"

take() { until mkdir lock 2>/dev/null; do sleep 0.02; done; }
# Nothing is printed while the lock is held: with Fairway dead that would end us by SIGPIPE.
give() { rmdir lock; }
note() { echo "$key $epoch $verb $*" >>journal; }
refuse() {
  note "$2" "$version"
  give
  echo "$3" >&2
  exit "$1"
}

resolve() {
  known=
  while read -r version digest; do
    if [ "$version" = "$1" ]; then
      echo "{\"version\":\"$version\",\"digest\":\"$digest\"}"
      exit 0
    fi
    known="$known${known:+,}\"$version\""
  done <../versions
  echo "{\"known\":[$known]}"
  exit 66
}

observe() {
  live='' staged=''
  take
  # A look before a call is a claim: from here on the program of an older one is refused.
  read -r highest <epoch
  [ "$1" = none ] || [ "$1" -le "$highest" ] || echo "$1" >epoch
  while read -r version digest percent; do
    one="{\"version\":\"$version\",\"digest\":\"$digest\",\"percent\":$percent,\"healthy\":true}"
    live="$live${live:+,}$one"
  done <live
  while read -r digest; do staged="$staged${staged:+,}\"$digest\""; done <staged
  echo "- $1 observe looked -" >>journal
  give
  echo "{\"live\":[$live],\"staged\":[$staged]}"
}

# What is live afterwards, one line each; its arguments are this version's and everybody else's share.
shares() {
  while read -r name image share; do
    case $image in
    "$digest") share=$1 ;;
    "$previous") share=$2 ;;
    *) [ "$verb" != finish ] || continue; share=0 ;;
    esac
    echo "$name $image $share"
  done <live
}

after() {
  case $verb in
  start) cat live; grep -q "$digest" live || echo "$version $digest 0" ;;
  shift) shares "$percent" $((100 - percent)) ;;
  finish) shares 100 0 ;;
  esac
}

# `cas`: nobody but the two versions it was told of may have any traffic.
strangers() { grep -v " 0\$" live | grep -v "$digest" | grep -vq "$previous"; }

effect() {
  version=$1 digest=$2 key=$3 epoch=$4 previous=${5:-none} percent=${6:-}
  [ "$verb" != "$SOAK_SLOW" ] || sleep "$SOAK_BEFORE"
  take
  read -r highest <epoch
  [ "$epoch" -ge "$highest" ] || refuse 73 fenced "epoch $highest has been seen"
  echo "$epoch" >epoch
  case $verb$version$key in
  start*-crash*) refuse 1 refused "$version: PAYMENT_URL is not set" ;;
  start*-weather*:1) refuse 69 weather 'the registry is away' ;;
  esac
  if [ "$verb" = prestage ]; then
    if grep -q "$digest" staged; then same=yes; else same=no; echo "$digest" >>staged; fi
  else
    [ "$verb" != start ] || grep -q "$digest" staged || refuse 1 refused "$version was not pulled"
    [ "$verb" = start ] || grep -q "$digest" live || refuse 1 refused "$version does not run"
    if [ "$SOAK_DEDUP" = cas ] && [ "$verb" != start ] && strangers; then
      refuse 1 refused 'something else serves by now'
    fi
    after >next
    if cmp -s next live; then same=yes; else same=no; fi
    mv next live
  fi
  if [ "$SOAK_DEDUP" = cas ] && [ "$same" = yes ]; then word=there; else word='did'; fi
  note "$word" "$version" "$percent"
  give
  [ "$verb" != "$SOAK_SLOW" ] || sleep "$SOAK_AFTER"
  echo "$verb $word"
}

case $verb in
resolve) resolve "$1" ;;
observe) observe "$@" ;;
*) effect "$@" ;;
esac
