<?php
// Prints every page and file as JSON.
require __DIR__ . '/open.php';
$names = 'ID, post_type, post_status, post_name, post_parent, post_title, post_content, post_mime_type, post_modified_gmt';
echo json_encode($wpdb->get_results("SELECT $names FROM {$wpdb->posts} WHERE post_type IN ('page', 'attachment') ORDER BY ID"));
