<?php
// Installs WordPress, makes an editor (second argument) and prints an application password of theirs.
define('WP_INSTALLING', true);
$settings = file_get_contents($argv[1] . '/wp-config.php');
preg_match("/'localhost:([^']+)'/", $settings, $found);
$database = new mysqli(null, 'root', '', '', 0, $found[1]);
$database->query('CREATE DATABASE wordpress CHARACTER SET utf8mb4');
require __DIR__ . '/open.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
ob_start();
wp_install('Situs Uji', 'pengelola', 'pengelola@example.go.id', true, '', wp_generate_password(24));
ob_end_clean();
update_option('permalink_structure', '/%postname%/');
update_option('template', 'uji');
update_option('stylesheet', 'uji');
$user = wp_insert_user(['user_login' => $argv[2], 'user_pass' => wp_generate_password(24), 'user_email' => 'penerbit@example.go.id', 'role' => 'editor']);
[$password] = WP_Application_Passwords::create_new_application_password($user, ['name' => 'bukusop']);
echo WP_Application_Passwords::chunk_password($password);
