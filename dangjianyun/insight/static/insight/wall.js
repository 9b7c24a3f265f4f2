/* The wall when a refresh fails: a session that has ended, or a server that is away, is said, not hidden. */
(function () {
  'use strict';
  var AFRESH = 120, count = 0;  // an hour of refreshes, then the whole page anew: charts leave nothing behind
  function say(words) {
    var day = document.querySelector('.dj-wall-day small');
    if (day) day.textContent = words;
  }
  function dispose() {
    Array.prototype.forEach.call(document.querySelectorAll('[data-chart]'), function (el) {
      var chart = window.echarts && window.echarts.getInstanceByDom(el);
      if (chart) chart.dispose();
    });
  }
  /* who goes from number to number by keyboard stays where he is when the numbers are renewed */
  function links() { return Array.prototype.slice.call(document.querySelectorAll('#live a')); }
  var at = -1, over = false;
  document.addEventListener('htmx:beforeOnLoad', function (event) {
    var answer = event.detail.xhr, link = document.createElement('a');
    link.href = answer.responseURL || location.href;
    if (link.pathname === location.pathname && answer.status !== 403 && !answer.getResponseHeader('HX-Redirect')) return;
    event.preventDefault();
    over = true;
    say('登录已结束，显示的是最后一次的数字，请重新登录');
  });
  document.addEventListener('htmx:beforeRequest', function (event) { if (over) event.preventDefault(); });
  document.addEventListener('htmx:beforeSwap', function (event) {
    if (!event.detail.shouldSwap) return;
    dispose();
    at = links().indexOf(document.activeElement);
    count += 1;
    if (count >= AFRESH) location.reload();
  });
  document.addEventListener('htmx:afterSwap', function () { if (at >= 0 && links()[at]) links()[at].focus(); });
  document.addEventListener('htmx:sendError', function () { say('暂时连不上服务器，显示的是最后一次的数字'); });
  document.addEventListener('htmx:responseError', function () { say('服务器没有答复，显示的是最后一次的数字'); });
}());
