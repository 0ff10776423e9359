<?php
// Forgets every post, page and file; the second argument is the form of addresses.
require __DIR__ . '/open.php';
foreach (['posts', 'postmeta', 'term_relationships'] as $table) {
    $wpdb->query("TRUNCATE {$wpdb->prefix}{$table}");
}
update_option('permalink_structure', $argv[2]);
update_option('wp_page_for_privacy_policy', 0);     // its number would come to belong to one of ours
global $wp_rewrite;
$wp_rewrite->init();
flush_rewrite_rules(false);
